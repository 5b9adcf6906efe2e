package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.intake.SendOutcome;
import io.skylark.broker.table.LogAnswers;
import io.skylark.log.LogRefusal;
import io.skylark.message.Host;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.net.Exchange;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The answer to a send, given when the log has decided.
///
/// @param uniqueKey the client's id of the message; empty for a batch
record Answer(Exchange exchange, Host storeHost, int queueId, String uniqueKey, BrokerConfig config)
        implements SendOutcome {

    @Override
    public void stored(long position, long queueOffset, @Nullable String recallHandle) {
        reply(OffsetMessageId.encode(storeHost, position), queueOffset, recallHandle);
    }

    /// @param positions of the stored messages
    void stored(long[] positions, long queueOffset) {
        StringJoiner ids = new StringJoiner(",");
        for (long position : positions) {
            ids.add(OffsetMessageId.encode(storeHost, position));
        }
        reply(ids.toString(), queueOffset, null);
    }

    private void reply(String messageId, long queueOffset, @Nullable String recallHandle) {
        Command response = SendMessage.API.success(
                new SendMessage.Response(messageId, queueId, queueOffset, uniqueKey, null, recallHandle));
        response.fields().put(PropertyNames.REGION, config.regionId());
        response.fields().put(PropertyNames.TRACE_ON, Boolean.toString(config.traceOn()));
        exchange.reply(response);
    }

    @Override
    public void refused(LogRefusal why) {
        exchange.fail(LogAnswers.code(why), LogAnswers.remark(why));
    }
}
