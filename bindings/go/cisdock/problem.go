// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

// Problem is a fault that was survived: an oddity that was understood, or (Severe) something that could not be read to
// its end.
type Problem struct {
	Class    string
	Severe   bool
	Message  string
	Path     string // raw bytes; "" where none
	Document string
	Pointer  string
	Offset   int64 // -1: none
	Layer    int   // -1: none
}

func problemsOf(at *C.cisdock_problem) (problems []Problem) {
	for ; at != nil; at = C.cisdock_problem_next(at) {
		var size C.size_t
		path := C.cisdock_problem_path(at, &size)
		problems = append(problems, Problem{
			Class:    C.GoString(C.cisdock_problem_class(at)),
			Severe:   C.cisdock_problem_severity(at) == C.CISDOCK_SEVERITY_ERROR,
			Message:  C.GoString(C.cisdock_problem_message(at)),
			Path:     string(slice(path, size)),
			Document: C.GoString(C.cisdock_problem_document(at)),
			Pointer:  C.GoString(C.cisdock_problem_pointer(at)),
			Offset:   int64(C.cisdock_problem_offset(at)),
			Layer:    int(C.cisdock_problem_layer(at)),
		})
	}
	return
}
