package io.skylark.cli.message;

import io.skylark.client.message.Message;
import io.skylark.message.PropertyNames;
import java.util.Set;

/// Properties that servers and clients put into messages, which are not part of what a program said.
final class SystemProperties {
    /// Those that a program could set itself, so that [Message#isReserved] lets them pass.
    private static final Set<String> LEFT_BY_SERVERS = Set.of(
            PropertyNames.TIMER_OUT_MS, PropertyNames.REAL_TOPIC, PropertyNames.REAL_QUEUE_ID,
            PropertyNames.DEAD_LETTER_ORIGIN_TOPIC, PropertyNames.DEAD_LETTER_ORIGIN_ID, PropertyNames.TRANSACTION_ID,
            PropertyNames.TRANSACTION_CHECK_TIMES, PropertyNames.FIRST_POP_TIME);

    private SystemProperties() {}

    static boolean has(String name) {
        return Message.isReserved(name) || LEFT_BY_SERVERS.contains(name);
    }
}
