package io.skylark.broker.intake;

import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import io.skylark.message.PropertyNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses the kinds of messages that nobody takes: stored as plain ones they would be seen too early.
public final class RefusedKinds implements Parking {
    @Override
    public @Nullable Proposal park(MessageDraft draft, Map<String, String> properties, SendOutcome outcome) {
        if (Boolean.parseBoolean(properties.get(PropertyNames.TRANSACTION_PREPARED))) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "transaction messages are not supported by this version");
        }
        return null;
    }
}
