package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// log reads the files of a log by their paths.
type log struct {
	read func(path string) ([]byte, error)
}

// open opens a log in a folder or behind a URL.
func open(base string) *log {
	if strings.HasPrefix(base, "http://") || strings.HasPrefix(base, "https://") {
		return &log{func(path string) ([]byte, error) { return get(base + "/" + path) }}
	}
	return &log{func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(base, filepath.FromSlash(path)))
	}}
}

func get(url string) ([]byte, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		return io.ReadAll(response.Body)
	case http.StatusNotFound:
		return nil, fs.ErrNotExist
	default:
		return nil, errors.New(response.Status)
	}
}

func (l *log) checkpoint(path string, verifier note.Verifier) (tlog.Tree, error) {
	text, err := l.read(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	return parse(text, verifier)
}

// parse verifies a checkpoint and reads the tree that it names.
func parse(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("no size: %q", lines[1])
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, err
}

// Height is what the library asks of a reader of tiles.
func (l *log) Height() int { return height }

// SaveTiles is what the library asks of a reader of tiles; nothing is kept.
func (l *log) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles is what the library asks of a reader of tiles.
func (l *log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := l.tile(strconv.Itoa(tile.L), tile.N, int64(tile.W))
		if err != nil {
			return nil, err
		}
		if len(bytes) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("tile %d/%d is too short", tile.L, tile.N)
		}
		data[i] = bytes[:tile.W*tlog.HashSize]
	}
	return data, nil
}

// tile reads a tile, or the full one when its partial form is gone.
func (l *log) tile(kind string, number, wide int64) ([]byte, error) {
	path := "tile/" + kind + "/" + digits(number)
	if wide == width {
		return l.read(path)
	}
	bytes, err := l.read(fmt.Sprintf("%s.p/%d", path, wide))
	if errors.Is(err, fs.ErrNotExist) {
		return l.read(path)
	}
	return bytes, err
}

// bundle reads the first entries of a bundle.
func (l *log) bundle(number, count int64) ([][]byte, error) {
	bytes, err := l.tile("entries", number, count)
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, count)
	for range count {
		if len(bytes) < 2 {
			return nil, fmt.Errorf("bundle %d is too short", number)
		}
		length := int(binary.BigEndian.Uint16(bytes))
		if len(bytes) < 2+length {
			return nil, fmt.Errorf("bundle %d ends within an entry", number)
		}
		entries = append(entries, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	return entries, nil
}

// digits writes a number as the paths of tiles have it: x001/x234/067.
func digits(number int64) string {
	text := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		text = fmt.Sprintf("x%03d/%s", number%1000, text)
	}
	return text
}
