// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
// #include <string.h>
import "C"

import (
	"context"
	"errors"
	"io/fs"
	"runtime/cgo"
	"unsafe"
)

// Evidence is what is known besides the image.
type Evidence struct{ *owned }

// EvidenceState is what is known of a kind.
type EvidenceState int32

// States of a kind of evidence. Complete is for Mark: the list that is given is whole.
const (
	NotAsked EvidenceState = C.CISDOCK_EVIDENCE_NOT_ASKED
	Given    EvidenceState = C.CISDOCK_EVIDENCE_GIVEN
	Absent   EvidenceState = C.CISDOCK_EVIDENCE_ABSENT
	Denied   EvidenceState = C.CISDOCK_EVIDENCE_DENIED
	Damaged  EvidenceState = C.CISDOCK_EVIDENCE_DAMAGED
	Complete EvidenceState = C.CISDOCK_EVIDENCE_COMPLETE
)

func freeEvidence(p unsafe.Pointer) { C.cisdock_evidence_free((*C.cisdock_evidence)(p)) }

func (e *Evidence) c() *C.cisdock_evidence {
	if e == nil {
		return nil
	}
	return (*C.cisdock_evidence)(e.pointer)
}

// NewEvidence makes empty evidence.
func (c *Context) NewEvidence() (*Evidence, error) {
	made, err := c.create(context.Background(), freeEvidence, func(out *unsafe.Pointer) C.int32_t {
		return C.cisdock_evidence_new(c.c, (**C.cisdock_evidence)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	return &Evidence{made}, nil
}

// EvidenceKinds lists the kinds that there are: "info", "containers", "dockerfile", ...
func EvidenceKinds() (kinds []string) {
	for k := C.uint32_t(0); k < C.cisdock_evidence_kind_count(); k++ {
		kinds = append(kinds, C.GoString(C.cisdock_evidence_kind_at(k)))
	}
	return
}

// AddDocument adds a document of one kind.
func (e *Evidence) AddDocument(ctx context.Context, kind string, from Source) error {
	text, free, err := cText(kind)
	if err != nil {
		return err
	}
	defer free()
	return e.owned.call(ctx, func(c *Context) C.int32_t {
		table, err := from.table(c.state)
		if err != nil {
			c.state.fail(err)
			return C.CISDOCK_E_INVALID_ARG
		}
		return C.cisdock_evidence_add_document(c.c, e.c(), text, &table)
	})
}

// Mark says of a kind that it is Absent, Denied or Complete.
func (e *Evidence) Mark(kind string, state EvidenceState) error {
	text, free, err := cText(kind)
	if err != nil {
		return err
	}
	defer free()
	return e.owned.call(context.Background(), func(c *Context) C.int32_t {
		return C.cisdock_evidence_mark(c.c, e.c(), text, C.int32_t(state))
	})
}

// AddProblem records that something which should have been judged by could not be read, so that every report made with this
// evidence says so. err is what a call returned: an *Error gives its class and place, any other counts as class "io".
// document names what could not be read.
func (e *Evidence) AddProblem(document string, err error) error {
	class, message, pointer, offset := "io", err.Error(), "", int64(-1)
	var known *Error
	if errors.As(err, &known) {
		class, message, pointer, offset = known.Class, known.Message, known.Pointer, known.Offset
	}
	texts := make([]*C.char, 0, 4)
	for _, text := range []string{class, message, document, pointer} {
		c, free, err := cText(text)
		if err != nil {
			return err
		}
		defer free()
		texts = append(texts, c)
	}
	if pointer == "" {
		texts[3] = nil
	}
	return e.owned.call(context.Background(), func(c *Context) C.int32_t {
		return C.cisdock_evidence_add_problem(c.c, e.c(), texts[0], texts[1], texts[2], texts[3], C.int64_t(offset))
	})
}

// State tells what is known of a kind.
func (e *Evidence) State(kind string) (state EvidenceState) {
	text, free, err := cText(kind)
	if err != nil {
		return NotAsked
	}
	defer free()
	e.with(func() { state = EvidenceState(C.cisdock_evidence_state(e.c(), text)) })
	return
}

// IsComplete tells whether a list was given and said to be whole.
func (e *Evidence) IsComplete(kind string) (complete bool) {
	text, free, err := cText(kind)
	if err != nil {
		return false
	}
	defer free()
	e.with(func() { complete = C.cisdock_evidence_is_complete(e.c(), text) != 0 })
	return
}

// Text gives a document as it was added, or as it was put together from the host's answers; empty where there is none.
func (e *Evidence) Text(kind string) (document string) {
	text, free, err := cText(kind)
	if err != nil {
		return ""
	}
	defer free()
	e.with(func() {
		var size C.size_t
		if start := C.cisdock_evidence_text(e.c(), text, &size); start != nil {
			document = C.GoStringN(start, C.int(size))
		}
	})
	return
}

// Problems lists what the documents lack or misuse.
func (e *Evidence) Problems() (problems []Problem) {
	e.with(func() { problems = problemsOf(C.cisdock_evidence_problems(e.c())) })
	return
}

// HostStat is what stands at a path of the host. Type is 'f', 'd', 'l', 's', 'c', 'b' or 'p'.
type HostStat struct {
	UID, GID, Size uint64
	Mode           uint32
	Type           byte
	Owner, Group   string
}

// Host answers questions about the host, for programs that would rather be asked. What does not exist is an error that
// errors.Is(err, fs.ErrNotExist) knows; what may not be looked at, fs.ErrPermission.
type Host interface {
	Stat(path string) (HostStat, error)
	Read(path string) ([]byte, error)
	List(path string) ([]string, error)
}

type answers struct {
	state *state
	host  Host
}

// Ask asks a host about its files: the engine's, and what the checks look at. Kinds that were added before are not asked
// for; add documents first, as the daemon's settings say where its files are.
func (e *Evidence) Ask(ctx context.Context, host Host) error {
	return e.owned.call(ctx, func(c *Context) C.int32_t {
		table := C.cisdock_go_answers(C.uintptr_t(cgo.NewHandle(&answers{c.state, host})))
		return C.cisdock_evidence_ask(c.c, e.c(), &table)
	})
}

// answered turns an error into C's answer.
func (a *answers) answered(err error) C.int32_t {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, fs.ErrNotExist):
		return 1
	case errors.Is(err, fs.ErrPermission):
		return 2
	}
	a.state.fail(err)
	return callbackFailed
}

func name(to *[64]C.char, text string) {
	for k := 0; k < len(text) && k < len(to)-1; k++ {
		to[k] = C.char(text[k])
	}
}

//export cisdockGoHostStat
func cisdockGoHostStat(handle C.uintptr_t, path *C.char, out *C.cisdock_host_stat) (result C.int32_t) {
	a := cgo.Handle(handle).Value().(*answers)
	defer a.state.guard(func() { result = callbackFailed })
	stat, err := a.host.Stat(C.GoString(path))
	if err != nil {
		return a.answered(err)
	}
	out.uid, out.gid, out.size = C.uint64_t(stat.UID), C.uint64_t(stat.GID), C.uint64_t(stat.Size)
	out.mode, out._type = C.uint32_t(stat.Mode), C.int32_t(stat.Type)
	name(&out.owner, stat.Owner)
	name(&out.group, stat.Group)
	return 0
}

//export cisdockGoHostRead
func cisdockGoHostRead(handle C.uintptr_t, path *C.char, into *C.cisdock_sink) (result C.int32_t) {
	a := cgo.Handle(handle).Value().(*answers)
	defer a.state.guard(func() { result = callbackFailed })
	data, err := a.host.Read(C.GoString(path))
	if err != nil {
		return a.answered(err)
	}
	return put(into, data)
}

//export cisdockGoHostList
func cisdockGoHostList(handle C.uintptr_t, path *C.char, into *C.cisdock_sink) (result C.int32_t) {
	a := cgo.Handle(handle).Value().(*answers)
	defer a.state.guard(func() { result = callbackFailed })
	names, err := a.host.List(C.GoString(path))
	if err != nil {
		return a.answered(err)
	}
	var all []byte
	for _, name := range names {
		all = append(append(all, name...), 0)
	}
	return put(into, all)
}
