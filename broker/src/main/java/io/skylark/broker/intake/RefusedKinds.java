package io.skylark.broker.intake;

import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import io.skylark.message.PropertyNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses the kinds of messages that nobody takes: stored as plain ones they would be seen too early.
public final class RefusedKinds implements Parking {
    private static final List<String> DELAYS = List.of(
            PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    @Override
    public @Nullable Proposal park(MessageDraft draft, Map<String, String> properties, SendOutcome outcome) {
        for (String refused : DELAYS) {
            if (properties.containsKey(refused)) {
                throw new RequestFailure(
                        ResponseCode.MESSAGE_ILLEGAL,
                        "delayed messages are not supported by this version: property " + refused + " is set");
            }
        }
        return null;
    }
}
