// SPDX-License-Identifier: Apache-2.0

package cisdock_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(background)
	reader := readerAt(func(p []byte, offset int64) (int, error) {
		cancel()
		return bytes.NewReader(newMade().dockerArchive()).ReadAt(p, offset)
	})
	_, err := cisdock.Scan(ctx, cisdock.FromReaderAt(reader, int64(len(newMade().dockerArchive()))), cisdock.ScanOptions{})
	if !errors.Is(err, context.Canceled) || !errors.Is(err, cisdock.ErrCancelled) {
		t.Error(err)
	}
	late, stop := context.WithTimeout(background, -time.Second)
	defer stop()
	if _, err := cisdock.Scan(late, cisdock.FromBytes(nil), cisdock.ScanOptions{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

type readerAt func(p []byte, offset int64) (int, error)

func (r readerAt) ReadAt(p []byte, offset int64) (int, error) { return r(p, offset) }

type reader func(p []byte) (int, error)

func (r reader) Read(p []byte) (int, error) { return r(p) }

func TestCallbacksThatFail(t *testing.T) {
	mine := errors.New("mine")
	failing := newMade().store()
	failing.fail = mine
	cases := map[string]func() error{
		"ReadAt": func() error {
			_, err := cisdock.Scan(background, cisdock.FromReaderAt(readerAt(func([]byte, int64) (int, error) { return 0, mine }), 99), cisdock.ScanOptions{})
			return err
		},
		"Read": func() error {
			_, err := cisdock.Scan(background, cisdock.FromReader(iotest.ErrReader(mine)), cisdock.ScanOptions{})
			return err
		},
		"OpenBlob": func() error {
			_, err := cisdock.ScanBlobs(background, failing, cisdock.ScanOptions{})
			return err
		},
		"Write": func() error {
			report := must[*cisdock.Report](t)(cisdock.Scan(background, cisdock.FromBytes(newMade().dockerArchive()), cisdock.ScanOptions{}))
			return report.Write(background, "json", writer(func([]byte) (int, error) { return 0, mine }))
		},
	}
	for name, fail := range cases {
		if err := fail(); !errors.Is(err, mine) || !errors.Is(err, cisdock.ErrHost) && !errors.Is(err, cisdock.ErrCancelled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestPanicsComeOut(t *testing.T) {
	defer func() {
		if r := recover(); r != "boom" {
			t.Error(r)
		}
	}()
	cisdock.Scan(background, cisdock.FromReader(reader(func([]byte) (int, error) { panic("boom") })), cisdock.ScanOptions{})
	t.Error("no panic")
}

func TestReadersThatLie(t *testing.T) {
	for name, lie := range map[string]int{"more than asked": 1 << 30, "less than nothing": -5} {
		lying := reader(func([]byte) (int, error) { return lie, nil })
		if _, err := cisdock.Scan(background, cisdock.FromReader(lying), cisdock.ScanOptions{}); !errors.Is(err, cisdock.ErrHost) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stuck := reader(func([]byte) (int, error) { return 0, nil })
	if _, err := cisdock.Scan(background, cisdock.FromReader(stuck), cisdock.ScanOptions{}); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}

func TestErrorsTellWhere(t *testing.T) {
	archive := newMade().dockerArchive()
	_, err := cisdock.Scan(background, cisdock.FromBytes(archive[:700]), cisdock.ScanOptions{})
	var failure *cisdock.Error
	if !errors.As(err, &failure) || !errors.Is(err, cisdock.ErrTruncated) || failure.Class != "truncated" || failure.Path != "l0.tar" || failure.Offset < 0 {
		t.Errorf("%v %+v", err, failure)
	}
	if _, err := cisdock.Scan(background, cisdock.FromBytes([]byte("no archive")), cisdock.ScanOptions{}); !errors.As(err, &failure) || failure.Class != "not-an-image" {
		t.Error(err)
	}
	if _, err := cisdock.Scan(background, cisdock.Source{}, cisdock.ScanOptions{}); !errors.Is(err, cisdock.ErrInvalidArgument) {
		t.Error(err)
	}
	options := cisdock.ScanOptions{Benchmark: "cis\x00docker"}
	if _, err := cisdock.Scan(background, cisdock.FromBytes(archive), options); !errors.Is(err, cisdock.ErrInvalidArgument) {
		t.Error(err)
	}
	if _, err := cisdock.Scan(background, cisdock.FromBytes(archive), cisdock.ScanOptions{Benchmark: "cis-docker-0"}); !errors.Is(err, cisdock.ErrNotFound) {
		t.Error(err)
	}
	if cisdock.ErrTruncated.Name() != "TRUNCATED" || cisdock.ErrTruncated.Error() == "" {
		t.Error(cisdock.ErrTruncated.Name())
	}
}

func TestUseAfterClose(t *testing.T) {
	c := newContext(t, cisdock.Options{})
	image := must[*cisdock.Image](t)(c.OpenImage(background, cisdock.FromBytes(newMade().dockerArchive()), cisdock.Choice{}))
	analysis := must[*cisdock.Analysis](t)(image.Analyze(background, nil))
	image.Close()
	image.Close()
	if _, err := image.Analyze(background, nil); !errors.Is(err, cisdock.ErrClosed) {
		t.Error(err)
	}
	if image.Images() != nil || image.Format() != "" {
		t.Error("a closed image answers")
	}
	c.Close()
	c.Close()
	if analysis.FileCount() != 3 {
		t.Error("an analysis died with its context")
	}
	if _, err := c.Benchmark(""); !errors.Is(err, cisdock.ErrClosed) {
		t.Error(err)
	}
	analysis.Close()
	if err := analysis.WriteTree(background, io.Discard); !errors.Is(err, cisdock.ErrClosed) {
		t.Error(err)
	}
	var none *cisdock.Context
	if _, err := none.Benchmark(""); !errors.Is(err, cisdock.ErrClosed) || none.Close() != nil {
		t.Error(err)
	}
}
