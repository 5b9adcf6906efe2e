package io.skylark.cli.mqadmin;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which broker has how many queues of an ordered topic: `broker-a:4;broker-b:4`, kept at every name server.
final class OrderConf {
    private OrderConf() {}

    static void change(Call call) {
        String topic = call.options().need("t");
        switch (call.options().need("m")) {
            case "get" -> call.print("get orderConf success. topic=[%s], orderConf=[%s] ", topic,
                    find(call, topic).orElseThrow(() -> new IllegalArgumentException(
                            "topic " + topic + " has no order conf")));
            case "put" -> {
                String conf = call.options().text("v").orElseThrow(() -> new IllegalArgumentException(
                        "please set orderConf with option -v."));
                put(call, topic, conf);
                call.print("update orderConf success. topic=[%s], orderConf=[%s]", topic, conf);
            }
            case "delete" -> {
                everywhere(call, "Deleting the order of topic " + topic,
                        KvConfig.DELETE.request(new KvConfig.Key(KvConfig.ORDER_TOPIC_CONFIG, topic)));
                call.print("delete orderConf success. topic=[%s]", topic);
            }
            default -> call.printHelp();
        }
    }

    static Optional<String> find(Call call, String topic) {
        Command answer = call.servers().ask(call.servers().nameServers().get(0),
                KvConfig.GET.request(new KvConfig.Key(KvConfig.ORDER_TOPIC_CONFIG, topic)));
        return answer.code() == ResponseCode.SUCCESS
                ? Optional.ofNullable(KvConfig.GET.decodeResponse(answer).value())
                : Optional.empty();
    }

    static void put(Call call, String topic, String conf) {
        everywhere(call, "Storing the order of topic " + topic,
                KvConfig.PUT.request(new KvConfig.Put(KvConfig.ORDER_TOPIC_CONFIG, topic, conf)));
    }

    /// Changes what is said of one broker; the others stay.
    static void merge(Call call, String topic, String ofBroker) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : (find(call, topic).orElse("") + ";" + ofBroker).split(";")) {
            if (!part.isBlank()) {
                parts.put(part.substring(0, Math.max(0, part.indexOf(':'))), part);
            }
        }
        put(call, topic, parts.values().stream().collect(Collectors.joining(";")));
    }

    static void everywhere(Call call, String what, Command request) {
        call.servers().nameServers().forEach(address -> call.servers().demand(what, address, request));
    }
}
