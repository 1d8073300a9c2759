package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

// Write writes a backup of db, which others may go on using. program is the version that
// is noted in it.
func Write(ctx context.Context, db *storage.DB, to io.Writer, program string) (Contents, error) {
	versions, err := currentVersions(ctx, db)
	if err != nil {
		return Contents{}, err
	}
	h := header{Aurora: magic, Format: format, Program: program, Made: time.Now().UTC().Truncate(time.Second), Rooms: versions, Tables: tables()}
	small, err := h.cutHere(ctx, db)
	if err != nil {
		return Contents{}, err
	}
	w := newWriter(to, h.Cut)
	if err := w.writeAll(ctx, db, h, small); err != nil {
		return Contents{}, fmt.Errorf("write the backup: %w", err)
	}
	return Contents{header: h, tally: w.tally}, nil
}

// cutHere settles up to which event the backup goes, and returns what changes all the
// time, as it is at that moment: the rows of the small tables, by their names.
func (h *header) cutHere(ctx context.Context, db *storage.DB) (small map[string][][]any, err error) {
	small = make(map[string][][]any)
	err = db.Snapshot(ctx, func(moment *storage.Snapshot) error {
		for _, table := range h.Tables {
			if table.Reading != storage.Small {
				continue
			}
			if small[table.Name], err = readSmall(ctx, moment, table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	head := small[journal.HeadTable]
	if len(head) != 1 {
		return nil, errors.New("there is nothing to back up: no program has run on this database yet")
	}
	h.Epoch, _ = head[0][1].(string) // behind the id
	h.Cut, _ = head[0][2].(int64)
	return small, nil
}

// pieceSize is how many bytes are written at once.
const pieceSize = 64 << 10

// writer writes lines, and counts what is in them.
type writer struct {
	pieces     *bufio.Writer // the compressor's own are of some hundred bytes
	compressed *gzip.Writer
	hash       hash.Hash
	tally      tally
	line       bytes.Buffer
}

func newWriter(to io.Writer, cut int64) *writer {
	pieces := bufio.NewWriterSize(to, pieceSize)
	return &writer{pieces: pieces, compressed: gzip.NewWriter(pieces), hash: sha256.New(), tally: newTally(cut)}
}

func (w *writer) writeAll(ctx context.Context, db *storage.DB, h header, small map[string][][]any) error {
	if err := w.object(h); err != nil {
		return err
	}
	for _, table := range h.Tables {
		if err := w.table(ctx, db, table, small[table.Name], h.Cut); err != nil {
			return err
		}
	}
	if w.tally.Last != h.Cut {
		return fmt.Errorf("the event log ends at %d, and its head says %d", w.tally.Last, h.Cut)
	}
	var end trailer
	end.End.tally, end.End.SHA256 = w.tally, hex.EncodeToString(w.hash.Sum(nil))
	if err := w.object(end); err != nil {
		return err
	}
	if err := w.compressed.Close(); err != nil {
		return err
	}
	return w.pieces.Flush()
}

// table writes all rows of a table. Between two pages nothing is open in the database,
// however slow the reader of the backup is.
func (w *writer) table(ctx context.Context, db *storage.DB, table storage.Table, small [][]any, cut int64) error {
	if table.Reading == storage.Small {
		return w.rows(table, small)
	}
	for after := []any(nil); ; {
		page, err := readPage(ctx, db, table, after, cut)
		if err != nil {
			return err
		}
		if err := w.rows(table, page); err != nil {
			return err
		}
		if len(page) < pageSize {
			return nil
		}
		after = page[len(page)-1][:table.Key]
	}
}

func (w *writer) rows(table storage.Table, rows [][]any) error {
	for _, values := range rows {
		w.line.Reset()
		if err := encodeRow(&w.line, table, values); err != nil {
			return err
		}
		if err := w.write(w.line.Bytes()); err != nil {
			return err
		}
		w.tally.add(table, values)
	}
	return nil
}

func (w *writer) object(object any) error {
	line, err := json.Marshal(object)
	if err != nil {
		return err
	}
	return w.write(append(line, '\n'))
}

func (w *writer) write(line []byte) error {
	w.hash.Write(line)
	_, err := w.compressed.Write(line)
	return err
}
