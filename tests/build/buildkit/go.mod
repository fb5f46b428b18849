module cisdock.test/buildkit

go 1.23.0

require github.com/moby/buildkit v0.21.1
