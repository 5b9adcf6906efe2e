package io.skylark.broker.intake;

import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A feature that keeps messages of one kind until they may be seen.
@FunctionalInterface
public interface Parking {
    /// @param draft the message as it was sent, for the topic and queue in which it is to be seen in the end
    /// @param properties of the draft, decoded; may be changed when the result is not null
    /// @param outcome to be told by the result
    /// @return the entry that parks it; null when it is not of this kind
    /// @throws io.skylark.net.RequestFailure when it is, but not acceptable
    @Nullable Proposal park(MessageDraft draft, Map<String, String> properties, SendOutcome outcome);
}
