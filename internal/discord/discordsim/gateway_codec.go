package discordsim

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"

	"github.com/gobwas/ws"
	"github.com/klauspost/compress/zstd"
)

// codec turns a payload into what a WebSocket message carries. A codec belongs to one connection and
// to its writer alone.
// https://docs.discord.com/developers/events/gateway#compressing-payloads
type codec interface {
	encode(payload []byte) (ws.OpCode, []byte, error)
}

// newCodec returns the codec of a connection's compress parameter.
func newCodec(compress string) (codec, error) {
	switch compress {
	case "":
		return plain{}, nil
	case "zlib-stream":
		s := new(stream)
		s.w = zlib.NewWriter(&s.out)
		return s, nil
	case "zstd-stream":
		s := new(stream)
		w, err := zstd.NewWriter(&s.out, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<18))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
		s.w = w
		return s, nil
	}
	return nil, fmt.Errorf("compression %.20q is not known", compress)
}

// plain sends text.
type plain struct{}

func (plain) encode(payload []byte) (ws.OpCode, []byte, error) { return ws.OpText, payload, nil }

// blobs sends each payload as a zlib stream of its own: the compress flag of IDENTIFY.
type blobs struct{}

func (blobs) encode(payload []byte) (ws.OpCode, []byte, error) {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(payload); err != nil {
		return 0, nil, fmt.Errorf("compress payload: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, nil, fmt.Errorf("compress payload: %w", err)
	}
	return ws.OpBinary, out.Bytes(), nil
}

// stream keeps one compression context for the whole connection and never ends it: each message is
// what a flush gives.
type stream struct {
	out bytes.Buffer
	w   interface {
		io.Writer
		Flush() error
	}
}

func (s *stream) encode(payload []byte) (ws.OpCode, []byte, error) {
	s.out.Reset()
	if _, err := s.w.Write(payload); err != nil {
		return 0, nil, fmt.Errorf("compress stream: %w", err)
	}
	if err := s.w.Flush(); err != nil {
		return 0, nil, fmt.Errorf("compress stream: %w", err)
	}
	return ws.OpBinary, s.out.Bytes(), nil
}
