package io.skylark.cli.mqadmin;

import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.SubscriptionData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// `consumerStatus`: what members of a group say of themselves, one on the screen, or all in files.
final class MemberCommands {
    private MemberCommands() {}

    static void status(Call call) {
        Options options = call.options();
        String group = options.need("g");
        boolean stacks = options.has("s");
        ConsumerGroup.Connections connections = options.text("b").isPresent() || !options.has("i")
                ? ConnectionCommands.connections(call, group)
                : new ConsumerGroup.Connections(List.of(), Map.of(), null, null);
        if (options.has("i")) {
            String member = options.need("i");
            call.print("%s%n", MemberText.of(call.admin().groups().running(group, member, stacks).orElseThrow(() ->
                    new IllegalArgumentException("The Consumer <" + group + "> <" + member + "> not online")),
                    call.zone()));
        } else {
            all(call, group, connections, stacks);
        }
    }

    private static void all(Call call, String group, ConsumerGroup.Connections connections, boolean stacks) {
        call.print("%-10s %-40s %-20s %s%n", "#Index", "#ClientId", "#Version", "#ConsumerRunningInfoFile");
        long now = call.clock().millis();
        int number = 0;
        Set<Set<String>> subscriptions = new HashSet<>();
        for (ConsumerGroup.Connection member : connections.connectionSet().stream()
                .sorted(Comparator.comparing(ConsumerGroup.Connection::clientId)).toList()) {
            Optional<ClientCalls.Running> running =
                    call.admin().groups().running(group, member.clientId(), stacks);
            if (running.isEmpty()) {
                continue;
            }
            number++;
            String file = now + "/" + member.clientId();
            write(file, MemberText.of(running.get(), call.zone()));
            call.print("%-10d %-40s %-20s %s%n", number, member.clientId(), VersionName.of(member.version()), file);
            Set<String> wants = new TreeSet<>();
            for (SubscriptionData each : running.get().subscriptionSet()) {
                wants.add(each.topic() + " " + each.subString());
            }
            subscriptions.add(wants);
        }
        if (subscriptions.size() <= 1) {
            call.print("%n%nSame subscription in the same group of consumer");
            call.print("%n%nRebalance %s%n", "OK");
        } else {
            call.print("%n%nWARN: Different subscription in the same group of consumer!!!");
        }
    }

    private static void write(String file, String text) {
        try {
            Path path = Path.of(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
