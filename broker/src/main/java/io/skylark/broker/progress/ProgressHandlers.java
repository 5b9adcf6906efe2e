package io.skylark.broker.progress;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProgressReport;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Tells how far groups are: one, or all of this broker.
public final class ProgressHandlers {
    /// Clients take no frame of more than 16 MiB.
    private static final int MAX_ANSWER_BYTES = 15 << 20;

    private final TopicTable topics;
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final MessageStore messages;
    private final Supplier<String> address;
    private final GroupProgress progress;
    private final QueueTimes times;

    /// @param address `host:port` of this broker
    /// @param popped how far queues were handed out to those who pop
    /// @param zone in which times are told as text
    public ProgressHandlers(
            String brokerName,
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            MessageStore messages,
            HandedOut popped,
            ConsumeRate rate,
            Supplier<String> address,
            InstantSource clock,
            ZoneId zone) {
        this.topics = topics;
        this.groups = groups;
        this.offsets = offsets;
        this.messages = messages;
        this.address = address;
        this.progress = new GroupProgress(
                brokerName, topics, offsets, consumers, messages, List.of(offsets::findPulled, popped), rate);
        this.times = new QueueTimes(brokerName, topics, offsets, messages, clock, zone);
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ConsumerGroup.PROGRESS.code(), this::ofGroup);
        routes.blocking(ProgressReport.GROUPS.code(), this::ofAllGroups);
        routes.blocking(ProgressReport.TIMES.code(), times::answer);
        routes.blocking(ProgressReport.CORRECTION.code(), this::correction);
    }

    private void ofGroup(Exchange exchange) {
        ConsumerGroup.InTopic request = ConsumerGroup.PROGRESS.decodeRequest(exchange.request());
        ConsumerGroup.Progress found = progress.in(request.consumerGroup(), wanted(request));
        exchange.reply(ConsumerGroup.PROGRESS.success(Empty.EMPTY).withBody(Json.encode(found)));
    }

    private Set<String> wanted(ConsumerGroup.InTopic request) {
        String named = Objects.requireNonNullElse(request.topicList(), "");
        Set<String> listed = new TreeSet<>(Arrays.asList(named.split(";")));
        listed.remove("");
        if (!listed.isEmpty()) {
            return listed;
        }
        String topic = request.topic();
        Set<String> candidates = topic == null || topic.isBlank()
                ? offsets.topicsOf(request.consumerGroup())
                : Set.of(topic);
        return progress.subscribed(request.consumerGroup(), candidates);
    }

    private void ofAllGroups(Exchange exchange) {
        boolean ordered = Boolean.TRUE.equals(ProgressReport.GROUPS.decodeRequest(exchange.request()).isOrder());
        List<Map<String, List<ConsumerGroup.Progress>>> all = new ArrayList<>();
        long lag = 0;
        long inFlight = 0;
        Map<String, Set<String>> stored = offsets.topicsByGroup();
        for (String group : new TreeSet<>(groups.all().keySet())) {
            List<ConsumerGroup.Progress> ofGroup = new ArrayList<>();
            for (String topic : progress.subscribed(group, stored.getOrDefault(group, Set.of()))) {
                TopicConfig config = topics.find(topic);
                if (config == null || (ordered && !config.order())) {
                    continue;
                }
                ConsumerGroup.Progress found = progress.in(group, List.of(topic));
                for (ConsumerGroup.QueueProgress queue : found.offsetTable().values()) {
                    lag += queue.brokerOffset() - queue.consumerOffset();
                    inFlight += queue.pullOffset() - queue.consumerOffset();
                }
                ofGroup.add(found);
            }
            all.add(Map.of(group, ofGroup));
        }
        byte[] body = Json.encode(new ProgressReport.Groups(address.get(), all, lag, inFlight));
        if (body.length > MAX_ANSWER_BYTES) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR,
                    "the progress of all groups takes " + body.length + " bytes, more than the " + MAX_ANSWER_BYTES
                            + " of one answer; ask group by group");
        }
        exchange.reply(ProgressReport.GROUPS.success(Empty.EMPTY).withBody(body));
    }

    /// Offsets of messages that have expired do not count: a group that stands there goes on elsewhere.
    private void correction(Exchange exchange) {
        ProgressReport.Compare request = ProgressReport.CORRECTION.decodeRequest(exchange.request());
        Set<String> leftOut = Set.copyOf(
                Arrays.asList(Objects.requireNonNullElse(request.filterGroups(), "").split(",")));
        Map<Integer, Long> smallest = new HashMap<>();
        Map<Integer, Long> compared = new HashMap<>();
        offsets.visit(request.topic(), (group, queueId, offset) -> {
            if (!leftOut.contains(group) && offset >= messages.minOffset(request.topic(), queueId)) {
                smallest.merge(queueId, offset, Math::min);
            }
            if (group.equals(request.compareGroup())) {
                compared.put(queueId, offset);
            }
        });
        compared.forEach((queueId, offset) -> smallest.computeIfPresent(
                queueId, (id, least) -> least > offset ? Long.MAX_VALUE : least));
        exchange.reply(ProgressReport.CORRECTION.success(Empty.EMPTY)
                .withBody(Json.encode(new ProgressReport.Corrections(smallest))));
    }
}
