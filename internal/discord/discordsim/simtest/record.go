package simtest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/aurorabot/aurora/internal/discord/discordsim"
)

// Checked is how much of a record was held against the documents.
type Checked struct{ Frames, Calls int }

// Check reads a record of a simulator's and holds all that is in it against Discord's documents; the error
// joins what does not fit. A last line that is not whole was being written when the program was killed.
func Check(record io.Reader) (Checked, error) {
	var checked Checked
	documents, err := readDocuments()
	if err != nil {
		return checked, err
	}
	var wrong []error
	for lines := json.NewDecoder(record); ; {
		var e discordsim.Entry
		err := lines.Decode(&e)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return checked, errors.Join(wrong...)
		case err != nil:
			return checked, errors.Join(append(wrong, fmt.Errorf("read the record: %w", err))...)
		case e.Call != nil:
			checked.Calls++
			err = documents.checkCall(*e.Call)
		default:
			checked.Frames++
			err = documents.checkFrame(e.Frame)
		}
		if err != nil {
			wrong = append(wrong, err)
		}
	}
}

// CheckFile fails the test where a record in a file does not fit Discord's documents.
func CheckFile(t testing.TB, path string) Checked {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was read only
	checked, err := Check(bufio.NewReader(file))
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return checked
}
