/// One small program for each feature of the client. Each `main` takes the address of a name server, `localhost:9876`
/// when there is none. Consumers run until they are stopped with Ctrl-C.
///
/// Programs are named after those of RocketMQ's examples where there is one.
@NullMarked
package io.skylark.examples;

import org.jspecify.annotations.NullMarked;
