// SPDX-License-Identifier: Apache-2.0

// Package cisdock judges container images by the CIS Docker Benchmark and by Anchore policy bundles, through libcisdock.
//
// The plain case is one call:
//
//	report, err := cisdock.ScanFile(ctx, "image.tar", cisdock.ScanOptions{})
//
// Everything else goes step by step: a [Context] holds options and callbacks, an [Image] is opened from an [io.ReaderAt],
// an [io.Reader] or a [Blobs] store such as a registry client, [Image.Analyze] reads its layers, and [Context.Evaluate]
// judges the [Analysis] by a [Bundle]. The library opens no file, starts no process and no thread: all bytes come through
// the readers that it is given.
//
// Long calls take a [context.Context], which cancels them. A Context is for one goroutine at a time: a second one that
// calls meanwhile gets [ErrBusy]. Reports, analyses and bundles are immutable. Close what was opened; what was forgotten
// is given back when the garbage collector finds it.
//
// Failures are of type *[Error] and say where: errors.Is(err, cisdock.ErrTruncated) asks for the kind, errors.As gives
// the place. An error that a reader returned, and the cause of a cancelled context, are found by errors.Is too. A panic in
// a callback comes out of the call that led there.
//
// The package is linked to the shared library that pkg-config finds; the build tag cisdock_static links the static one.
package cisdock
