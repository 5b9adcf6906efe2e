package io.skylark.client.producer;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Reply;
import io.skylark.protocol.api.SendMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Both sides of request-reply: a message that says to whom a consumer's reply goes, and the reply. Shared by all threads.
final class RequestReply {
    private static final String REPLY_TOPIC_SUFFIX = "_REPLY_TOPIC";
    private static final String IS_REPLY = "reply";

    private final ClientSession session;
    private final ProducerConfig config;

    RequestReply(ClientSession session, ProducerConfig config) {
        this.session = session;
        this.config = config;
    }

    CompletableFuture<ReceivedMessage> request(
            Message message, Duration timeout, Function<Message, CompletableFuture<SendReceipt>> send) {
        if (message.isDelayed()) {
            return CompletableFuture.failedFuture(new MessageRejectedException(
                    "A request is answered when a consumer sees it, it cannot be delayed"));
        }
        String id = UUID.randomUUID().toString();
        Message prepared = message;
        prepared = Message.withSystemProperty(prepared, PropertyNames.CORRELATION_ID, id);
        prepared = Message.withSystemProperty(prepared, PropertyNames.REPLY_TO_CLIENT, session.clientId());
        prepared = Message.withSystemProperty(
                prepared, PropertyNames.TIME_TO_LIVE, Long.toString(timeout.toMillis()));
        CompletableFuture<ReceivedMessage> reply = session.replies().await(id, message.topic(), timeout);
        CompletableFuture<SendReceipt> sent;
        try {
            sent = send.apply(prepared);
        } catch (RuntimeException notSent) {
            reply.completeExceptionally(notSent);
            return reply;
        }
        // The broker that gets the request is waited for; others too may be asked by a consumer to hand its reply over.
        session.heartbeats().announce();
        var unused = sent.whenComplete((receipt, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(ConnectionPool.unwrap(failure));
            }
        });
        return reply;
    }

    CompletableFuture<Void> reply(ReceivedMessage request, byte[] body, Map<String, String> more) {
        String cluster = demand(request, PropertyNames.CLUSTER);
        more.forEach(Message::checkProperty);
        Map<String, String> properties = new LinkedHashMap<>(more);
        properties.put(PropertyNames.CORRELATION_ID, demand(request, PropertyNames.CORRELATION_ID));
        properties.put(PropertyNames.REPLY_TO_CLIENT, demand(request, PropertyNames.REPLY_TO_CLIENT));
        properties.put(PropertyNames.TIME_TO_LIVE, request.property(PropertyNames.TIME_TO_LIVE).orElse("0"));
        properties.put(PropertyNames.MESSAGE_TYPE, IS_REPLY);
        properties.put(PropertyNames.UNIQUE_KEY, session.messageIds().next());
        properties.put(PropertyNames.WAIT, "true");
        String broker = request.queue().brokerName();
        SendMessage.Request header = new SendMessage.Request(
                config.group(), cluster + REPLY_TOPIC_SUFFIX, null, 1, 0, 0, session.clock().millis(), 0,
                Properties.encode(properties), 0, false, null, false, broker);
        String server = session.routes().master(broker);
        Command command = Reply.SEND.request(header, ByteBuffer.wrap(body.clone()));
        return session.pool().callAsync(server, command, config.sendTimeout()).thenAccept(answer -> {
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("The reply to message " + request.messageId(), server, answer);
            }
        });
    }

    private static String demand(ReceivedMessage request, String property) {
        return request.property(property).orElseThrow(() -> new IllegalArgumentException(
                "message " + request.messageId() + " is no request: it has no property " + property));
    }
}
