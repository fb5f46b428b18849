// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"context"
	"errors"
	"runtime/cgo"
	"strings"
	"time"
	"unsafe"
)

// File is one file of the squashed tree. Type is 'f', 'd', 'l', 'c', 'b' or 'p'.
type File struct {
	Path     string // without leading slash; raw bytes
	Link     string // target of a symlink; "MAJOR,MINOR" of a device
	Type     byte
	Mode     uint32 // permission bits, 07777
	UID, GID uint64
	Size     uint64
	ModTime  time.Time
	Layer    int    // that wrote it last
	HardLink bool   // stood in the archive as a hard link
	SHA256   []byte // nil where it was not collected
}

// User is one account. HasUID tells whether the ids are numbers.
type User struct {
	Name, Home, Shell string
	UID, GID          uint64
	HasUID            bool
}

type visitor struct {
	state *state
	take  func(File) bool
}

//export cisdockGoFile
func cisdockGoFile(handle C.uintptr_t, f *C.cisdock_file) (result C.int32_t) {
	v := cgo.Handle(handle).Value().(*visitor)
	defer v.state.guard(func() { result = callbackFailed })
	file := File{
		Path: string(slice(f.path, f.path_size)), Link: string(slice(f.link, f.link_size)), Type: byte(f._type), Mode: uint32(f.mode),
		UID: uint64(f.uid), GID: uint64(f.gid), Size: uint64(f.size), ModTime: time.Unix(int64(f.mtime), 0).UTC(), Layer: int(f.layer),
		HardLink: f.hardlink != 0,
	}
	if f.sha256 != nil {
		file.SHA256 = append([]byte{}, slice(f.sha256, 32)...)
	}
	if v.take(file) {
		return 0
	}
	return 1
}

func (a *Analysis) visit(ctx context.Context, take func(File) bool, function func(*Context, *C.cisdock_file_visitor) C.int32_t) error {
	if a == nil {
		return ErrClosed
	}
	handle := cgo.NewHandle(&visitor{a.context.state, take})
	defer handle.Delete()
	return a.call(ctx, func(c *Context) C.int32_t {
		table := C.cisdock_go_visitor(C.uintptr_t(handle))
		return function(c, &table)
	})
}

// EachFile visits the files of the squashed tree in the order of their paths, until `take` gives false.
func (a *Analysis) EachFile(ctx context.Context, take func(File) bool) error {
	return a.visit(ctx, take, func(c *Context, table *C.cisdock_file_visitor) C.int32_t {
		return C.cisdock_analysis_each_file(c.c, a.c(), table)
	})
}

// Find gives one file by its path; with `follow` through links, but never out of the image.
func (a *Analysis) Find(path string, follow bool) (found File, ok bool, err error) {
	raw := []byte(strings.TrimLeft(path, "/") + "\x00")
	flag := C.int32_t(0)
	if follow {
		flag = 1
	}
	err = a.visit(context.Background(), func(f File) bool { found, ok = f, true; return true }, func(c *Context, table *C.cisdock_file_visitor) C.int32_t {
		return C.cisdock_analysis_find_file(c.c, a.c(), (*C.uint8_t)(unsafe.Pointer(&raw[0])), C.size_t(len(raw)-1), flag, table)
	})
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return found, ok, err
}

// Users lists the accounts of etc/passwd.
func (a *Analysis) Users() (users []User) {
	a.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_analysis_user_count(a.c()); k++ {
			u := C.cisdock_user{struct_size: C.sizeof_cisdock_user}
			if C.cisdock_analysis_user_at(a.c(), k, &u) != 0 {
				continue
			}
			users = append(users, User{
				Name: string(slice(u.name, u.name_size)), Home: string(slice(u.home, u.home_size)), Shell: string(slice(u.shell, u.shell_size)),
				UID: uint64(u.uid), GID: uint64(u.gid), HasUID: u.has_uid != 0,
			})
		}
	})
	return
}
