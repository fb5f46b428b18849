// SPDX-License-Identifier: Apache-2.0

//go:build !cisdock_static

package cisdock

// #cgo pkg-config: libcisdock
import "C"
