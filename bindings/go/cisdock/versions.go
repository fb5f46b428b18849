// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include <stdlib.h>
// #include "bridge.h"
import "C"

import (
	"fmt"
	"unsafe"
)

// CompareVersions gives the order (-1, 0, 1) of two versions of packages as "dpkg", "rpm", "apk", "pep440", "semver" or "gem" have it.
func CompareVersions(scheme, first, second string) (int, error) {
	var texts [3]*C.char
	for k, text := range []string{scheme, first, second} {
		c, free, err := cText(text)
		if err != nil {
			return 0, err
		}
		defer free()
		if c == nil {
			empty := C.CString("")
			defer C.free(unsafe.Pointer(empty))
			c = empty
		}
		texts[k] = c
	}
	var order C.int32_t
	if status := C.cisdock_compare_versions(texts[0], texts[1], texts[2], &order); status != 0 {
		return 0, misuse(Status(status), fmt.Sprintf("no versions of %s: %q, %q", scheme, first, second))
	}
	return int(order), nil
}
