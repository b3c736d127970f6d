//! A disk that is lent is a disk.

use std::io;

use crate::log::disk::{Disk, Source};

impl<S: Source + ?Sized> Source for &S {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        (**self).read(path)
    }
}

impl<D: Disk + ?Sized> Source for &mut D {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        (**self).read(path)
    }
}

impl<D: Disk + ?Sized> Disk for &mut D {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        (**self).write(path, bytes)
    }

    fn sync(&mut self, path: &str) -> io::Result<()> {
        (**self).sync(path)
    }

    fn rename(&mut self, from: &str, to: &str) -> io::Result<()> {
        (**self).rename(from, to)
    }

    fn sync_folder(&mut self, folder: &str) -> io::Result<()> {
        (**self).sync_folder(folder)
    }

    fn remove(&mut self, path: &str) -> io::Result<()> {
        (**self).remove(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        (**self).list(folder)
    }
}
