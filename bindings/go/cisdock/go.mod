module github.com/libcisdock/libcisdock/bindings/go/cisdock

go 1.19
