package io.skylark.cli.tools;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/// `tools.sh CLASS ...`: runs our counterpart of an example of RocketMQ, or any other main class on the class path.
public final class ToolMain {
    private static final int USAGE = 2;

    private ToolMain() {}

    public static void main(String[] words) throws Throwable {
        if (words.length == 0) {
            list();
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
            Class<?> example = ExampleNames.find(name);
            return (example == null ? Class.forName(name) : example).getMethod("main", String[].class);
        } catch (ClassNotFoundException unknown) {
            throw refuse("there is no class " + name + " in lib/");
        } catch (NoSuchMethodException notAProgram) {
            throw refuse(name + " has no main method");
        }
    }

    /// There is nothing to run without a name.
    private static void list() {
        System.err.println("tools.sh CLASS ...: runs every main class whose jar is in lib/, and of " + ExampleNames.PACKAGE
                + ":");
        ExampleNames.all().forEach(name -> System.err.println("  " + name));
        System.exit(USAGE);
    }

    private static IllegalStateException refuse(String sentence) {
        System.err.println("tools.sh: " + sentence + "; tools.sh without a name lists the examples that it knows, such as "
                + ExampleNames.PACKAGE + ".quickstart.Producer");
        System.exit(USAGE);
        return new IllegalStateException("exited");
    }
}
