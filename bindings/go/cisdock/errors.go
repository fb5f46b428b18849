// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"errors"
	"fmt"
	"strings"
)

// Status is the kind of a failure. Each is an error, for errors.Is.
type Status int32

// The kinds of failures.
const (
	ErrInvalidArgument Status = C.CISDOCK_E_INVALID_ARG
	ErrNoMemory        Status = C.CISDOCK_E_NO_MEMORY
	ErrIO              Status = C.CISDOCK_E_IO
	ErrHost            Status = C.CISDOCK_E_HOST
	ErrCancelled       Status = C.CISDOCK_E_CANCELLED
	ErrLimit           Status = C.CISDOCK_E_LIMIT
	ErrTruncated       Status = C.CISDOCK_E_TRUNCATED
	ErrCorrupt         Status = C.CISDOCK_E_CORRUPT
	ErrDigestMismatch  Status = C.CISDOCK_E_DIGEST_MISMATCH
	ErrUnsupported     Status = C.CISDOCK_E_UNSUPPORTED
	ErrNotFound        Status = C.CISDOCK_E_NOT_FOUND
	ErrAmbiguous       Status = C.CISDOCK_E_AMBIGUOUS
	ErrParse           Status = C.CISDOCK_E_PARSE
	ErrSchema          Status = C.CISDOCK_E_SCHEMA
	ErrBusy            Status = C.CISDOCK_E_BUSY
	ErrNotReady        Status = C.CISDOCK_E_NOT_READY
	ErrInternal        Status = C.CISDOCK_E_INTERNAL
)

// ErrClosed is met where a handle is used after its Close.
var ErrClosed = errors.New("cisdock: used after Close: make a new one")

func (s Status) Error() string {
	return "cisdock: " + C.GoString(C.cisdock_status_text(C.int32_t(s)))
}

// Name is the status as the C constant has it, without its prefix: "TRUNCATED".
func (s Status) Name() string {
	return C.GoString(C.cisdock_status_name(C.int32_t(s)))
}

// Error is a failure of the library: what, and where as far as it is known.
type Error struct {
	Status   Status
	Class    string // "truncated", "bad-json", ...
	Message  string
	Digest   string // of the blob, or ""
	Path     string // of the entry, or ""
	Document string // "manifest.json", ... or ""
	Pointer  string // JSON pointer of the value at fault, or ""
	Offset   int64  // in the blob or document, or -1
	Layer    int    // or -1
	HostCode int64  // with which a callback failed, or 0
	Err      error  // what a callback returned, or why the context.Context was cancelled; or nil
}

func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "cisdock: %s: %s", e.Class, e.Message)
	for _, place := range []struct{ name, value string }{{"blob", e.Digest}, {"entry", e.Path}, {"document", e.Document}, {"at", e.Pointer}} {
		if place.value != "" {
			fmt.Fprintf(&text, ", %s %s", place.name, place.value)
		}
	}
	if e.Layer >= 0 {
		fmt.Fprintf(&text, ", layer %d", e.Layer)
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&text, ", offset %d", e.Offset)
	}
	if e.Err != nil {
		fmt.Fprintf(&text, ": %v", e.Err)
	}
	return text.String()
}

// Is reports whether the failure is of a kind: errors.Is(err, cisdock.ErrNotFound).
func (e *Error) Is(target error) bool {
	status, ok := target.(Status)
	return ok && status == e.Status
}

// Unwrap gives what a callback returned, or why the context.Context was cancelled.
func (e *Error) Unwrap() error {
	return e.Err
}

func misuse(status Status, message string) error {
	return &Error{Status: status, Class: "argument", Message: message, Offset: -1, Layer: -1}
}

// lastError reads the failure that the context remembers.
func lastError(context *C.cisdock_context, status C.int32_t, cause error) error {
	return &Error{
		Status:   Status(status),
		Class:    C.GoString(C.cisdock_error_class(context)),
		Message:  C.GoString(C.cisdock_error_message(context)),
		Digest:   C.GoString(C.cisdock_error_digest(context)),
		Path:     C.GoString(C.cisdock_error_path(context)),
		Document: C.GoString(C.cisdock_error_document(context)),
		Pointer:  C.GoString(C.cisdock_error_pointer(context)),
		Offset:   int64(C.cisdock_error_offset(context)),
		Layer:    int(C.cisdock_error_layer(context)),
		HostCode: int64(C.cisdock_error_host_code(context)),
		Err:      cause,
	}
}
