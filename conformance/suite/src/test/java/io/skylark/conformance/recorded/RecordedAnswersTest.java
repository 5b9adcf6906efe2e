package io.skylark.conformance.recorded;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// Every answer is the one that RocketMQ gives, except where we know why not.
@Timeout(180)
class RecordedAnswersTest {
    private static final String RECORD = "rocketmq-5.5.0.txt";

    @Test
    void areGivenHereToo() throws IOException {
        Map<String, String> answers;
        try (Server server = Target.fromSystemProperties()
                .server(Path.of(System.getProperty("conformance.work")).resolve("recorded"), Layout.ONE_PROCESS,
                        "enablePropertyFilter=true", "recallMessageEnable=true")) {
            server.start();
            answers = Transcript.play(server, Script.all());
        }
        String target = System.getProperty("conformance.record", "");
        if (!target.isEmpty()) {
            List<String> lines = answers.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()).toList();
            Files.write(Path.of(target), lines);
            return;
        }
        Map<String, String> recorded = recorded();
        assertThat(answers.keySet()).isEqualTo(recorded.keySet());
        List<String> differences = new ArrayList<>();
        List<String> gone = new ArrayList<>(KnownDifferences.REASONS.keySet());
        answers.forEach((step, answer) -> {
            boolean same = answer.equals(recorded.get(step));
            if (same || KnownDifferences.REASONS.containsKey(step)) {
                if (!same) {
                    gone.remove(step);
                }
                return;
            }
            differences.add(step + "\n  RocketMQ " + recorded.get(step) + "\n  here     " + answer);
        });
        System.out.println("recorded answers: " + answers.size() + " answers, " + differences.size() + " unknown differences, "
                + (KnownDifferences.REASONS.size() - gone.size()) + " known ones");
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
        assertThat(gone).as("known differences that are none any more").isEmpty();
    }

    private static Map<String, String> recorded() throws IOException {
        Map<String, String> recorded = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(RecordedAnswersTest.class.getResourceAsStream(RECORD))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int end = line.indexOf(": ");
                recorded.put(line.substring(0, end), line.substring(end + 2));
            }
        }
        return recorded;
    }
}
