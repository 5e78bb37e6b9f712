namespace Shop;

public static class Anywhere
{
    public static int Answer => 42;
}
