package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.table.LogAnswers;
import io.skylark.log.LogRefusal;
import io.skylark.message.Host;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.net.Exchange;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import java.util.StringJoiner;

/// The answer to a send, given when the log has decided.
record Answer(Exchange exchange, Host storeHost, int queueId, BrokerConfig config) {

    /// @param positions of the stored messages
    void stored(long[] positions, long queueOffset, String uniqueKey) {
        StringJoiner ids = new StringJoiner(",");
        for (long position : positions) {
            ids.add(OffsetMessageId.encode(storeHost, position));
        }
        Command response = SendMessage.API.success(
                new SendMessage.Response(ids.toString(), queueId, queueOffset, uniqueKey, null));
        response.fields().put(PropertyNames.REGION, config.regionId());
        response.fields().put(PropertyNames.TRACE_ON, Boolean.toString(config.traceOn()));
        exchange.reply(response);
    }

    void refused(LogRefusal why) {
        exchange.fail(LogAnswers.code(why), LogAnswers.remark(why));
    }
}
