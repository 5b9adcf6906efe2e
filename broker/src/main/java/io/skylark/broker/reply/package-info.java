/// Takes replies from consumers and pushes them to the producers that wait for them. Entry class: [ReplyHandlers], on the
/// event loops of both.
@NullMarked
package io.skylark.broker.reply;

import org.jspecify.annotations.NullMarked;
