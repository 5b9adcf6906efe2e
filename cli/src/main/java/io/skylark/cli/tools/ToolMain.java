package io.skylark.cli.tools;

import io.skylark.client.example.QuickstartConsumer;
import io.skylark.client.example.QuickstartProducer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// `tools.sh CLASS ...`: runs our counterpart of an example of RocketMQ, or any other main class on the class path.
public final class ToolMain {
    private static final int USAGE = 2;

    /// Examples by the names under which RocketMQ's tutorial starts them.
    private static final Map<String, Class<?>> EXAMPLES = new TreeMap<>(Map.of(
            "org.apache.rocketmq.example.quickstart.Producer", QuickstartProducer.class,
            "org.apache.rocketmq.example.quickstart.Consumer", QuickstartConsumer.class));

    private ToolMain() {}

    public static void main(String[] words) throws Throwable {
        if (words.length == 0) {
            refuse("the name of a class is missing");
        }
        Method main = find(words[0]);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(words, 1, words.length));
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private static Method find(String name) {
        try {
            Class<?> tool = EXAMPLES.containsKey(name) ? EXAMPLES.get(name) : Class.forName(name);
            return tool.getMethod("main", String[].class);
        } catch (ClassNotFoundException unknown) {
            throw refuse("there is no class " + name + " in lib/");
        } catch (NoSuchMethodException notAProgram) {
            throw refuse(name + " has no main method");
        }
    }

    private static IllegalStateException refuse(String sentence) {
        System.err.println("tools.sh: " + sentence + "; it knows " + String.join(" and ", EXAMPLES.keySet())
                + ", and every main class whose jar is in lib/");
        System.exit(USAGE);
        return new IllegalStateException("exited");
    }
}
