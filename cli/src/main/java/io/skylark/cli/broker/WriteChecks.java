package io.skylark.cli.broker;

import io.skylark.cli.frame.CellText;
import io.skylark.cli.frame.Finding;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.admin.Scope;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can keep a broker from taking messages, one look for each.
final class WriteChecks {
    /// Sends of a probe: enough to come to each queue of a small topic.
    private static final int PROBES = 16;

    private static final double FULL_PERCENT = 95;
    private static final double NEARLY_FULL_PERCENT = 85;

    private final Admin admin;
    private final BrokerState broker;
    private final Optional<String> topic;
    private final List<Finding> findings = new ArrayList<>();

    WriteChecks(SkylarkClient client, BrokerState broker, Optional<String> topic) {
        this.admin = client.admin();
        this.broker = broker;
        this.topic = topic;
    }

    List<Finding> run() {
        if (broker.problem().isPresent()) {
            findings.add(Finding.failed(name("answers"), broker.problem().get(),
                    "Is the process running? Is " + broker.address() + " its address as seen from here?"));
            return findings;
        }
        findings.add(Finding.ok(name("answers"), broker.address() + broker.version().map(v -> ", " + v).orElse("")));
        role();
        nameServers();
        settings();
        disk();
        topic.ifPresent(this::topic);
        return findings;
    }

    private String name(String check) {
        return broker.name() + " " + check;
    }

    private void role() {
        findings.add(broker.isMaster()
                ? Finding.ok(name("role"), "takes writes")
                : Finding.warning(name("role"), "a replica, id " + broker.id(), "Clients write to the broker with id 0"));
    }

    private void nameServers() {
        for (ClusterAdmin.NameServerView view : admin.cluster().nameServers()) {
            String check = name("at " + view.address());
            boolean known = view.brokers().stream().anyMatch(each ->
                    each.name().equals(broker.name()) && each.addresses().containsValue(broker.address()));
            findings.add(view.problem().isPresent()
                    ? Finding.failed(check, view.problem().get(), "Start this name server, or take it out of the list")
                    : known ? Finding.ok(check, "registered")
                    : Finding.failed(check, "not registered", "Does the broker know this name server? See namesrvAddr"));
        }
    }

    private void settings() {
        Map<String, String> settings;
        try {
            settings = admin.brokers().settings(broker.address());
        } catch (SkylarkException refused) {
            if (refused.code() == ResponseCode.REQUEST_CODE_NOT_SUPPORTED) {
                findings.add(Finding.ok(name("permission"), "it does not tell its settings"));
                return;
            }
            findings.add(Finding.warning(name("settings"), String.valueOf(refused.getMessage()),
                    "Ask on the host of the broker"));
            return;
        }
        int permission = Integer.parseInt(settings.getOrDefault("brokerPermission", "6"));
        findings.add(Permission.isWriteable(permission)
                ? Finding.ok(name("permission"), Permission.text(permission))
                : Finding.failed(name("permission"), "brokerPermission=" + permission + ": it is drained",
                        "skylark broker drain " + broker.name() + " --undo"));
    }

    private void disk() {
        Optional<Double> percent = broker.diskPercent();
        if (percent.isEmpty()) {
            findings.add(Finding.ok(name("disk"), "it does not tell how full its disk is"));
            return;
        }
        String detail = "%.1f %% full".formatted(percent.get())
                + broker.text("commitLogDirCapacity").map(text -> "; " + text.strip()).orElse("");
        String fix = "Make room, or let messages expire sooner: skylark broker config set fileReservedTime=HOURS";
        findings.add(percent.get() >= FULL_PERCENT ? Finding.failed(name("disk"), detail, fix)
                : percent.get() >= NEARLY_FULL_PERCENT ? Finding.warning(name("disk"), detail, fix)
                : Finding.ok(name("disk"), detail));
    }

    private void topic(String name) {
        String check = name("topic " + name);
        TopicConfig config = admin.within(Scope.broker(broker.name())).topics().settings(name).get(broker.name());
        if (config == null) {
            findings.add(Finding.warning(check, "not on this broker", "skylark topic create " + name));
            return;
        }
        if (!Permission.isWriteable(config.perm()) || config.writeQueueNums() == 0) {
            findings.add(Finding.failed(check, "permission " + Permission.text(config.perm()) + ", "
                    + config.writeQueueNums() + " write queues", "skylark topic perm " + name + " rw"));
            return;
        }
        Optional<QueueData> route = route(name);
        if (route.isEmpty()) {
            findings.add(Finding.failed(check, "name servers do not tell clients of it",
                    "It is registered within half a minute; or see namesrvAddr of the broker"));
        } else if (!Permission.isWriteable(route.get().perm())) {
            findings.add(Finding.failed(check, "name servers tell clients not to write to " + broker.name()
                    + ": it is drained", "skylark broker drain " + broker.name() + " --undo"));
        } else {
            findings.add(Finding.ok(check, config.writeQueueNums() + " write queues, permission "
                    + Permission.text(config.perm())));
        }
    }

    private Optional<QueueData> route(String name) {
        try {
            return admin.topics().route(name).queueDatas().stream()
                    .filter(queues -> queues.brokerName().equals(broker.name()))
                    .findFirst();
        } catch (TopicNotFoundException nowhere) {
            return Optional.empty();
        }
    }

    /// Sends until one message came to the broker.
    static List<Finding> probe(SkylarkClient client, String topic, Optional<String> broker) {
        String check = "probe of topic " + topic;
        try (Producer producer = client.producer("skylark-cli").retries(0).build()) {
            for (int i = 0; i < PROBES; i++) {
                SendReceipt receipt = producer.send(Message.of(topic, "?"));
                if (broker.isEmpty() || receipt.queue().brokerName().equals(broker.get())) {
                    return List.of(Finding.ok(check, "stored on " + receipt.queue().brokerName() + ", queue "
                            + receipt.queue().queueId()));
                }
            }
            return List.of(Finding.warning(check, "other brokers took it", "Its route names " + broker.orElse("")
                    + " with no write queue?"));
        } catch (SkylarkException refused) {
            return List.of(Finding.failed(check, CellText.printable(String.valueOf(refused.getMessage())),
                    refused.nextStep().orElse("See the log file of the broker")));
        }
    }
}
