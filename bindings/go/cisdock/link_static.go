// SPDX-License-Identifier: Apache-2.0

//go:build cisdock_static

package cisdock

// #cgo pkg-config: --static libcisdock
// #cgo LDFLAGS: -l:libcisdock.a -Wl,--as-needed
import "C"
