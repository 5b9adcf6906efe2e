package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Server;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// Plays the script on one server, with one `mqadmin`; the thread of the test owns it.
final class Play {
    /// A broker of RocketMQ that registered too early does it again after ten seconds.
    private static final Duration REGISTERED = Duration.ofMinutes(1);
    /// Until a command has printed what it prints in the end.
    private static final Duration UNTIL = Duration.ofMinutes(1);
    private static final Pattern ADDRESS = Pattern.compile("\"(\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+)\"");
    private static final Pattern NAME = Pattern.compile("NAMESRV|BROKER|WORK|(ID|STORED)\\([^)]*\\)");
    private static final int SLOW_MILLIS = 2_000;

    private final Commands commands;
    private final Traffic traffic;
    private final Path work;
    private final Steady steady = new Steady();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    private Play(Commands commands, Traffic traffic, Path work) {
        this.commands = commands;
        this.traffic = traffic;
        this.work = work;
    }

    /// @param home the folder of the server
    /// @param work a folder for what commands read and write
    static Transcript of(
            List<Step> steps, Server server, Commands commands, Traffic traffic, Path home, Path work) {
        Play play = new Play(commands, traffic, work);
        play.value("NAMESRV", server.nameServer());
        play.value("BROKER", broker(server));
        play.value("HOME", home.toString());
        play.value("WORK", work.toString());
        steps.forEach(play::play);
        return new Transcript(play.outputs);
    }

    private static String broker(Server server) {
        String[] nameServer = server.nameServer().split(":");
        return Awaitility.await("a broker").atMost(REGISTERED).ignoreExceptions().until(() -> {
            try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
                Matcher address = ADDRESS.matcher(
                        new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8));
                return address.find() ? address.group(1) : "";
            }
        }, address -> !address.isEmpty());
    }

    private void value(String name, String value) {
        values.put(name, value);
        steady.name(name, value);
    }

    private void play(Step step) {
        switch (step) {
            case Step.Command command -> outputs.put(command.name(), output(command));
            case Step.Preparation preparation -> prepare(preparation.words());
        }
    }

    private String output(Step.Command step) {
        String[] arguments = step.arguments().stream().map(this::valued).toArray(String[]::new);
        long end = System.nanoTime() + UNTIL.toNanos();
        while (true) {
            long begin = System.nanoTime();
            String output = steady.steady(step, step.brief() ? commands.brief(Steady.BRIEF_LINES, arguments) : commands.run(arguments));
            long millis = (System.nanoTime() - begin) / 1_000_000;
            if (millis > SLOW_MILLIS) {
                System.out.println("mqadmin: " + millis + " ms for " + step.name());
            }
            if (step.until().matcher(output).find() || System.nanoTime() > end) {
                return output;
            }
        }
    }

    private String valued(String argument) {
        return NAME.matcher(argument).replaceAll(name -> {
            String value = values.get(name.group());
            if (value == null) {
                throw new IllegalStateException("nothing is called " + name.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private void prepare(List<String> words) {
        String subject = words.get(1);
        switch (words.getFirst()) {
            case "send" -> {
                String tag = words.get(3);
                List<Traffic.Sent> sent = traffic.send(subject, Integer.parseInt(words.get(2)), tag);
                for (int i = 0; i < sent.size(); i++) {
                    name(subject + "/" + tag + "/" + i, sent.get(i));
                }
            }
            case "trace" -> name(subject + "/traced/0", traffic.sendTraced(subject));
            case "produce" -> traffic.produce(subject, words.get(2));
            case "consume" -> traffic.consume(subject, words.get(2), words.get(3));
            case "stop" -> traffic.stop(subject);
            case "file" -> write(subject, words.get(2));
            default -> throw new IllegalStateException("there is no step " + words);
        }
    }

    private void name(String message, Traffic.Sent sent) {
        value("ID(" + message + ")", sent.id());
        value("STORED(" + message + ")", sent.storeId());
    }

    private void write(String name, String content) {
        try {
            Files.writeString(work.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name, e);
        }
    }
}
