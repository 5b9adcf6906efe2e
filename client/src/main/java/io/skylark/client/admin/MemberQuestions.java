package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Members of a group, asked of every broker: each knows those that are connected to it, as a rule all.
final class MemberQuestions {
    private final Servers servers;
    private final SortedMap<String, GroupMembers.Member> members = new TreeMap<>();
    private final SortedMap<String, String> subscriptions = new TreeMap<>();

    MemberQuestions(Servers servers) {
        this.servers = servers;
    }

    GroupMembers members(String group) {
        for (String broker : servers.masters().values()) {
            Command request = ConsumerGroup.CONNECTIONS.request(new ConsumerGroup.Group(group));
            Command answer = servers.call(broker, request);
            switch (answer.code()) {
                case ResponseCode.SUCCESS -> add(group, Json.decode(answer.body(), ConsumerGroup.Connections.class));
                case ResponseCode.CONSUMER_NOT_ONLINE -> { }
                case ResponseCode.REQUEST_CODE_NOT_SUPPORTED -> askEach(group, broker);
                default -> throw RefusedException.of("The members of group " + group, broker, request, answer);
            }
        }
        return new GroupMembers(group, List.copyOf(members.values()), Map.copyOf(subscriptions));
    }

    private void add(String group, ConsumerGroup.Connections connections) {
        for (ConsumerGroup.Connection each : connections.connectionSet()) {
            members.put(each.clientId(), new GroupMembers.Member(
                    each.clientId(), Optional.ofNullable(each.clientAddr()), Optional.ofNullable(each.language()),
                    Optional.of(each.version())));
        }
        subscribe(group, connections.subscriptionTable().values());
    }

    private void subscribe(String group, Collection<SubscriptionData> all) {
        for (SubscriptionData each : all) {
            if (!each.topic().equals(TopicNames.retryTopic(group))) {
                String expression = each.subString();
                subscriptions.put(each.topic(), expression == null ? SubscriptionData.SUB_ALL : expression);
            }
        }
    }

    /// A member that does not answer is a member all the same.
    private void askEach(String group, String broker) {
        Command request = ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group(group));
        Command answer = servers.call(broker, request);
        if (answer.code() != ResponseCode.SUCCESS) {
            if (answer.code() == ResponseCode.SYSTEM_ERROR && !RefusedException.isDenial(answer)) {
                return; // that is how a broker says that there is none
            }
            throw RefusedException.of("The members of group " + group, broker, request, answer);
        }
        for (String clientId : Json.decode(answer.body(), ConsumerGroup.Members.class).consumerIdList()) {
            members.put(clientId, new GroupMembers.Member(
                    clientId, Optional.empty(), Optional.empty(), Optional.empty()));
            Command state = servers.call(broker, ClientCalls.RUNNING_STATE.request(
                    new ClientCalls.RunningState(group, clientId, false)));
            if (state.code() == ResponseCode.SUCCESS && state.body().hasRemaining()) {
                subscribe(group, Json.decode(state.body(), ClientCalls.Running.class).subscriptionSet());
            }
        }
    }
}
