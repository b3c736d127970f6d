// Command interop checks a log with the libraries of the Go checksum database: the checkpoint's signature, every leaf,
// and the consistency with checkpoints that were seen before.
//
//	interop <folder or base URL> <verifier key> [<earlier checkpoint>...]
package main

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: interop <folder or base URL> <verifier key> [<earlier checkpoint>...]")
		os.Exit(2)
	}
	tree, err := check(os.Args[1], os.Args[2], os.Args[3:])
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
	fmt.Printf("accepted: %d %v\n", tree.N, tree.Hash)
}

// check gives the tree of a log in which nothing is wrong.
func check(base, key string, earlier []string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("verifier key: %w", err)
	}
	log := open(base)
	tree, err := log.checkpoint("checkpoint", verifier)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	for _, path := range earlier {
		if err := log.continues(tree, path, verifier); err != nil {
			return tlog.Tree{}, fmt.Errorf("since %s: %w", path, err)
		}
	}
	return tree, log.checkLeaves(tree)
}

// continues tells whether a tree has grown out of the one of an earlier checkpoint.
func (l *log) continues(tree tlog.Tree, path string, verifier note.Verifier) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	old, err := parse(text, verifier)
	switch {
	case err != nil:
		return err
	case old.N > tree.N:
		return fmt.Errorf("rewound from %d to %d entries", old.N, tree.N)
	case old.N == 0:
		return nil
	}
	hashes := tlog.TileHashReader(tree, l)
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return errors.New("split view: it does not begin with what was seen")
	}
	return nil
}

// checkLeaves compares every entry with the tree's leaf, and proves some of the leaves.
func (l *log) checkLeaves(tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, l)
	for first := int64(0); first < tree.N; first += width {
		entries, err := l.bundle(first/width, min(width, tree.N-first))
		if err != nil {
			return err
		}
		indexes := make([]int64, len(entries))
		for i := range entries {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return fmt.Errorf("tiles of the entries from %d: %w", first, err)
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d is not the one of its leaf", first+int64(i))
			}
		}
		if err := prove(tree, first, leaves[0], hashes); err != nil {
			return err
		}
	}
	return nil
}

func prove(tree tlog.Tree, index int64, leaf tlog.Hash, hashes tlog.HashReader) error {
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf)
}
