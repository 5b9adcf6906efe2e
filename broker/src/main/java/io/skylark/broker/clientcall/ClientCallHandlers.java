package io.skylark.broker.clientcall;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.log.store.FoundMessage;
import io.skylark.log.store.MessageStore;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Passes requests on to consumers and waits for their answers, each on its virtual thread.
public final class ClientCallHandlers {
    /// How long a consumer may take.
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Of several consumers in turn, each.
    private static final Duration STATUS_LIMIT = Duration.ofSeconds(5);

    private final String brokerName;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;

    public ClientCallHandlers(String brokerName, ConsumerRegistry consumers, MessageStore messages) {
        this.brokerName = brokerName;
        this.consumers = consumers;
        this.messages = messages;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ClientCalls.RUNNING_STATE.code(), this::runningState);
        routes.blocking(ClientCalls.CONSUME.code(), this::consume);
        routes.blocking(ClientCalls.STATUS.code(), this::status);
    }

    private void runningState(Exchange exchange) {
        ClientCalls.RunningState request = ClientCalls.RUNNING_STATE.decodeRequest(exchange.request());
        Member member = member(request.consumerGroup(), request.clientId());
        passOn(exchange, request.consumerGroup(), member, exchange.request().fields(), Command.NO_BODY);
    }

    /// The consumer gets the message as it would get it by a pull.
    private void consume(Exchange exchange) {
        ClientCalls.Consume request = ClientCalls.CONSUME.decodeRequest(exchange.request());
        Member member = member(request.consumerGroup(), request.clientId());
        long position;
        try {
            position = OffsetMessageId.decode(request.msgId()).position();
        } catch (IllegalArgumentException noId) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "not an offset message id: " + request.msgId());
        }
        FoundMessage message = messages.message(position)
                .orElseThrow(() -> new RequestFailure(
                        ResponseCode.SYSTEM_ERROR, "can not find message by the offset, " + position));
        Map<String, String> fields = new HashMap<>(exchange.request().fields());
        fields.put("brokerName", brokerName);
        passOn(exchange, request.consumerGroup(), member, fields, message.copy());
    }

    private Member member(String group, @Nullable String clientId) {
        OnlineGroup online = consumers.find(group);
        for (Member member : online == null ? List.<Member>of() : online.members()) {
            if (member.clientId().equals(clientId)) {
                return member;
            }
        }
        throw new RequestFailure(
                ResponseCode.SYSTEM_ERROR, "The Consumer <" + group + "> <" + clientId + "> not online");
    }

    private static void passOn(
            Exchange exchange, String group, Member member, Map<String, String> fields, ByteBuffer body) {
        Command call = Command.request(exchange.request().code(), 0, fields, body);
        Command answer = call(group, member, call, LIMIT);
        exchange.reply(Command.response(answer.code(), answer.remark())
                .withFields(answer.fields())
                .withBody(answer.body()));
    }

    private static Command call(String group, Member member, Command request, Duration limit) {
        String client = "<" + group + "> <" + member.clientId() + ">";
        try {
            // the body of an answer is valid on the event loop only
            return member.connection().call(request, limit)
                    .thenApply(answer -> answer.withBody(answer.bodyBytes()))
                    .get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TimeoutException late) {
                throw new RequestFailure(
                        ResponseCode.CONSUME_MESSAGE_TIMEOUT, "consumer " + client + " Timeout: " + late.getMessage());
            }
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "invoke consumer " + client + " Exception: " + failure.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "the broker stops");
        }
    }

    private void status(Exchange exchange) {
        ClientCalls.AskStatus request = ClientCalls.STATUS.decodeRequest(exchange.request());
        OnlineGroup online = consumers.find(request.group());
        if (online == null) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR,
                    "No Any Consumer online in the consumer group: [" + request.group() + "]");
        }
        String only = request.clientAddr();
        Map<String, Map<MessageQueue, Long>> table = new LinkedHashMap<>();
        for (Member member : online.members()) {
            if (only == null || only.isBlank() || only.equals(member.clientId())) {
                table.put(member.clientId(), statusOf(member, request));
            }
        }
        exchange.reply(ClientCalls.STATUS.success(Empty.EMPTY)
                .withBody(Json.encode(new ClientCalls.Status(table, Map.of()))));
    }

    private static Map<MessageQueue, Long> statusOf(Member member, ClientCalls.AskStatus request) {
        Command call = ClientCalls.STATUS_OF_CLIENT.request(
                new ClientCalls.Subscribed(request.topic(), request.group()));
        Command answer = call(request.group(), member, call, STATUS_LIMIT);
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new RequestFailure(answer.code(), String.valueOf(answer.remark()));
        }
        return Json.decode(answer.body(), ClientCalls.Status.class).messageQueueTable();
    }
}
