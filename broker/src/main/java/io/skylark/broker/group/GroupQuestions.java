package io.skylark.broker.group;

import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.Pages;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What administrators ask about groups: their settings, and the topics that they consumed. On virtual threads.
public final class GroupQuestions {
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final Supplier<String> address;

    /// @param address `host:port` of this broker
    public GroupQuestions(GroupTable groups, OffsetTable offsets, Supplier<String> address) {
        this.groups = groups;
        this.offsets = offsets;
        this.address = address;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ConsumerGroup.PAGE.code(), this::page);
        routes.blocking(ConsumerGroup.SETTINGS.code(), this::settings);
        routes.blocking(ConsumerGroup.TOPICS.code(), this::topics);
    }

    private void page(Exchange exchange) {
        ConsumerGroup.Page request = ConsumerGroup.PAGE.decodeRequest(exchange.request());
        DataVersion version = groups.version();
        Map<String, Group> all = groups.all();
        Map<String, ConsumerGroup.Settings> settings = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> forbidden = new LinkedHashMap<>();
        Pages.page(all, version, request.groupSeq(), request.dataVersion(), request.maxGroupNum())
                .forEach((name, group) -> {
                    settings.put(name, group.settings());
                    Map<String, Integer> bits = groups.forbidden(name);
                    if (!bits.isEmpty()) {
                        forbidden.put(name, bits);
                    }
                });
        exchange.reply(ConsumerGroup.PAGE.success(new ConsumerGroup.Total(all.size()))
                .withBody(Json.encode(new ConsumerGroup.Table(settings, forbidden, version))));
    }

    /// Of a group that is not there, and would be created as soon as somebody consumes for it, the settings that it would
    /// have. Asking does not create it.
    private void settings(Exchange exchange) {
        String name = ConsumerGroup.SETTINGS.decodeRequest(exchange.request()).group();
        Group group = groups.find(name);
        if (group == null && groups.wouldCreate(name) && TopicNames.groupFault(name) == null) {
            group = Group.standard(name);
        }
        if (group == null) {
            throw new RequestFailure(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "No group in this broker");
        }
        exchange.reply(ConsumerGroup.SETTINGS.success(Empty.EMPTY).withBody(Json.encode(group.settings())));
    }

    private void topics(Exchange exchange) {
        String group = ConsumerGroup.TOPICS.decodeRequest(exchange.request()).group();
        exchange.reply(ConsumerGroup.TOPICS.success(Empty.EMPTY)
                .withBody(Json.encode(new TopicList(offsets.topicsOf(group), address.get()))));
    }
}
