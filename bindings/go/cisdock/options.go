// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import "time"

// Limit is a numeric option of a Context.
type Limit int32

// The limits; context.h tells each one's meaning and default.
const (
	MaxMemory       Limit = C.CISDOCK_OPT_MAX_MEMORY
	MaxEntries      Limit = C.CISDOCK_OPT_MAX_ENTRIES
	MaxPath         Limit = C.CISDOCK_OPT_MAX_PATH
	MaxDocument     Limit = C.CISDOCK_OPT_MAX_DOCUMENT
	MaxJSONDepth    Limit = C.CISDOCK_OPT_MAX_JSON_DEPTH
	MaxLayers       Limit = C.CISDOCK_OPT_MAX_LAYERS
	MaxLayerBytes   Limit = C.CISDOCK_OPT_MAX_LAYER_BYTES
	MaxRatio        Limit = C.CISDOCK_OPT_MAX_RATIO
	RatioFreeBytes  Limit = C.CISDOCK_OPT_RATIO_FREE_BYTES
	MaxKeptFile     Limit = C.CISDOCK_OPT_MAX_KEPT_FILE
	MaxKeptTotal    Limit = C.CISDOCK_OPT_MAX_KEPT_TOTAL
	MaxPkgDB        Limit = C.CISDOCK_OPT_MAX_PKGDB
	MaxImages       Limit = C.CISDOCK_OPT_MAX_IMAGES
	MaxIndexDepth   Limit = C.CISDOCK_OPT_MAX_INDEX_DEPTH
	MaxProblems     Limit = C.CISDOCK_OPT_MAX_PROBLEMS
	MaxFindings     Limit = C.CISDOCK_OPT_MAX_FINDINGS
	MaxEvidence     Limit = C.CISDOCK_OPT_MAX_EVIDENCE
	MaxBundle       Limit = C.CISDOCK_OPT_MAX_BUNDLE
	MaxPatternSteps Limit = C.CISDOCK_OPT_MAX_PATTERN_STEPS
	MaxWindow       Limit = C.CISDOCK_OPT_MAX_WINDOW
	MaxLayerEntries Limit = C.CISDOCK_OPT_MAX_LAYER_ENTRIES
	Threads         Limit = C.CISDOCK_OPT_THREADS
	Verify          Limit = C.CISDOCK_OPT_VERIFY
	MaxPax          Limit = C.CISDOCK_OPT_MAX_PAX
	SecretFileMax   Limit = C.CISDOCK_OPT_SECRET_FILE_MAX
)

// LogLevel tells how much a log line matters.
type LogLevel int32

// Levels of log lines.
const (
	LogError   LogLevel = C.CISDOCK_LOG_ERROR
	LogWarning LogLevel = C.CISDOCK_LOG_WARNING
	LogInfo    LogLevel = C.CISDOCK_LOG_INFO
	LogDebug   LogLevel = C.CISDOCK_LOG_DEBUG
)

// Cache stores layer facts under keys, so that a known layer need not be read again. Values check themselves: a damaged
// one is a miss. It must be safe for several goroutines where Threads is above 1.
type Cache interface {
	Get(key string) (value []byte, found bool)
	Put(key string, value []byte)
}

// Options of a Context. The zero value is good.
type Options struct {
	Limits       map[Limit]uint64
	RedactionKey string                                 // for keyed digests of redacted values; "": no digests
	Log          func(level LogLevel, message string)   // may be nil
	Progress     func(phase string, done, total uint64) // may be nil; total 0: not known
	Now          func() time.Time                       // nil: time is not known, and nothing that depends on it is decided
	Cache        Cache                                  // may be nil
}
