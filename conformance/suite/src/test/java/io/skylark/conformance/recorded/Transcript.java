package io.skylark.conformance.recorded;

import io.skylark.conformance.server.Server;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server answered, with everything left out that differs from run to run.
final class Transcript {
    private static final Pattern ADDRESS = Pattern.compile("\"(\\d+\\.\\d+\\.\\d+\\.\\d+):(\\d+)\"");
    private static final Pattern FIELDS = Pattern.compile("\"extFields\":\\{([^}]*)\\}");
    private static final Pattern FIELD = Pattern.compile("\"([A-Za-z_0-9]+)\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern KEY = Pattern.compile("\"([A-Za-z]+)\":");

    /// Success, and the outcomes of pulls and pops.
    private static final Set<Integer> STATUSES = Set.of(0, 19, 20, 21, 209, 210);

    private static final Set<String> UNSTEADY = Set.of("indexLastUpdateTimestamp", "indexLastUpdatePhyoffset", "popTime");

    private Transcript() {}

    /// Plays the steps one after the other, each on the connection to its server.
    static Map<String, String> play(Server server, List<Step> steps) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        String[] nameServer = server.nameServer().split(":");
        try (RawClient names = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]));
                RawClient broker = broker(names)) {
            int opaque = 100;
            for (Step step : steps) {
                opaque++;
                answers.put(step.name(), ask(step.toBroker() ? broker : names, step, opaque));
            }
        }
        return answers;
    }

    private static String ask(RawClient target, Step step, int opaque) throws IOException {
        try {
            RawClient.Answer answer = target.ask(step.header(opaque), step.body());
            while (answer.opaque() != opaque) {
                answer = target.read(); // a request of the server's own came in between
            }
            return text(answer);
        } catch (SocketTimeoutException silence) {
            return "no answer";
        }
    }

    private static RawClient broker(RawClient names) throws IOException {
        String route = new String(names.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
        Matcher address = ADDRESS.matcher(route);
        if (!address.find()) {
            throw new AssertionError("no address in " + route);
        }
        return new RawClient(address.group(1), Integer.parseInt(address.group(2)));
    }

    private static String text(RawClient.Answer answer) {
        // what stands beside an error nobody reads
        Object fields = STATUSES.contains(answer.code()) ? fields(answer.header()) : "-";
        return answer.code() + " '" + steady(answer.remark()) + "' " + fields + " " + body(answer.body());
    }

    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new TreeMap<>();
        Matcher all = FIELDS.matcher(header);
        if (all.find()) {
            Matcher field = FIELD.matcher(all.group(1));
            while (field.find()) {
                fields.put(field.group(1), UNSTEADY.contains(field.group(1)) ? "~" : steady(field.group(2)));
            }
        }
        return fields;
    }

    private static String steady(String text) {
        return text.replaceAll("[0-9A-F]{32,}", "ID")
                .replaceAll("\\d+\\.\\d+\\.\\d+\\.\\d+(:\\d+)?", "ADDRESS")
                .replaceAll("\\d{13}", "TIME")
                .replaceAll("[\\r\\n]+", " ")
                .replaceAll("at [a-z]+\\.[\\w.$]+\\(.*", "STACK")
                .strip();
    }

    private static String body(byte[] body) {
        if (body.length == 0) {
            return "-";
        }
        if (body[0] == '{') {
            Set<String> keys = new TreeSet<>();
            Matcher key = KEY.matcher(new String(body, StandardCharsets.UTF_8));
            while (key.find()) {
                keys.add(key.group(1));
            }
            return "json" + keys;
        }
        ByteBuffer messages = ByteBuffer.wrap(body);
        int count = 0;
        int at = 0;
        while (at + 4 <= body.length && messages.getInt(at) > 0) {
            at += messages.getInt(at);
            count++;
        }
        return at == body.length ? count + " messages" : body.length + " bytes";
    }
}
