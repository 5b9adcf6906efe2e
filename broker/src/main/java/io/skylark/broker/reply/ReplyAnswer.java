package io.skylark.broker.reply;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.intake.SendOutcome;
import io.skylark.log.LogRefusal;
import io.skylark.message.MessageDraft;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.net.Exchange;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to a reply. What counts is whether the client took it; storing it is for those who look later.
///
/// @param fault why the client did not take it; empty when it did
record ReplyAnswer(Exchange exchange, MessageDraft draft, String fault, BrokerConfig config) implements SendOutcome {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyAnswer.class);

    /// The id of a reply that is not stored.
    private static final String NO_ID = "0";

    @Override
    public void stored(long position, long queueOffset, @Nullable String recallHandle) {
        reply(OffsetMessageId.encode(draft.storeHost(), position), queueOffset);
    }

    @Override
    public void refused(LogRefusal why) {
        LOG.warn("a reply from {} was not stored: {}", exchange.connection(), why);
        reply();
    }

    void reply() {
        reply(NO_ID, 0);
    }

    private void reply(String messageId, long queueOffset) {
        Command response = fault.isEmpty()
                ? SendMessage.API.success(new SendMessage.Response(messageId, draft.queueId(), queueOffset, null, null, null))
                : Command.response(ResponseCode.SYSTEM_ERROR, fault);
        response.fields().put(PropertyNames.REGION, config.regionId());
        response.fields().put(PropertyNames.TRACE_ON, Boolean.toString(config.traceOn()));
        exchange.reply(response);
    }
}
