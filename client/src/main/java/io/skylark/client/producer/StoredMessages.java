package io.skylark.client.producer;

import io.skylark.client.message.OutgoingMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.List;

/// What a broker answered to one message, or one batch, that it stored.
record StoredMessages(
        OutgoingMessage outgoing, SendStatus status, MessageQueue queue, SendMessage.Response response) {

    /// Of a message that was sent alone.
    SendReceipt receipt() {
        return new SendReceipt(status, outgoing.messageId(), response.msgId(), queue, response.queueOffset(),
                response.recallHandle());
    }

    /// One for each message; a batch is stored in one queue, in its order.
    List<SendReceipt> receipts() {
        List<String> ids = outgoing.messageIds();
        List<String> offsetIds = outgoing.offsetIds(response.msgId());
        List<SendReceipt> receipts = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            receipts.add(new SendReceipt(
                    status, ids.get(i), offsetIds.get(i), queue, response.queueOffset() + i, null));
        }
        return receipts;
    }
}
