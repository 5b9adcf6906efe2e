/// How this broker and its slaves are, of which there are none. Entry class: [ReplicationHandlers], on the event loops.
@NullMarked
package io.skylark.broker.replication;

import org.jspecify.annotations.NullMarked;
