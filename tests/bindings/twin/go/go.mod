module github.com/libcisdock/libcisdock/tests/bindings/twin

go 1.19

require github.com/libcisdock/libcisdock/bindings/go/cisdock v0.0.0

replace github.com/libcisdock/libcisdock/bindings/go/cisdock => ../../../../bindings/go/cisdock
