/// One small program for each feature of the client. Each `main` takes the address of a name server; when there is
/// none, it is that of the variable `NAMESRV_ADDR`, or `localhost:9876`. Consumers run until they are stopped with Ctrl-C.
///
/// Programs are named after those of RocketMQ's examples where there is one.
@NullMarked
package io.skylark.examples;

import org.jspecify.annotations.NullMarked;
