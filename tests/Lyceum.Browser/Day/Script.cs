namespace Lyceum.Browser.Day;

/// <summary>What the people of a day write, in the language they write in.</summary>
internal sealed record Script
{
    public required string Language { get; init; }
    public required string School { get; init; }
    public required string Zone { get; init; }
    public required string Administrator { get; init; }
    public required (string Given, string Family) Instructor { get; init; }
    public required (string Given, string Family) Learner { get; init; }
    public required string Course { get; init; }
    public required string Category { get; init; }
    public required string Summary { get; init; }
    public required string[] Units { get; init; }
    public required string Reading { get; init; }
    public required string Body { get; init; }
    public required string Handout { get; init; }
    public required string Link { get; init; }
    public required string Film { get; init; }
    public required string Quiz { get; init; }
    public required Asked Single { get; init; }
    public required Asked Multiple { get; init; }
    public required Asked TrueFalse { get; init; }
    public required Asked Short { get; init; }
    public required Asked Number { get; init; }

    /// <summary>A question, the answers one may choose, and what a learner gives: words, or the answers that are right.</summary>
    internal sealed record Asked(string Prompt, string[] Options, params string[] Right);

    public string LearnerName => $"{Learner.Given} {Learner.Family}";

    public static Script Of(string language) => language == "ar" ? Arabic : English;

    private static readonly Script English = new()
    {
        Language = "en",
        School = "Harbour Evening School",
        Zone = "Europe/Athens",
        Administrator = "Ruth Adler",
        Instructor = ("Tomas", "Varga"),
        Learner = ("Zoë", "O’Brien"),
        Course = "Heat, measured",
        Category = "Physics",
        Summary = "What a thermometer really shows, and how to calculate with it.",
        Units = ["The instrument", "What you have learned"],
        Reading = "How a scale is made",
        Body = """
            A scale needs **two fixed points**. Celsius took melting ice and boiling water.

            $$F = \frac{9}{5}\,C + 32$$

            So $C = 100$ is $F = 212$.

            ```python
            def fahrenheit(celsius):
                return celsius * 9 / 5 + 32   # two fixed points, one line
            ```

            | Point | °C | °F |
            |---|---|---|
            | Ice melts | 0 | 32 |
            | Water boils | 100 | 212 |
            """,
        Handout = "Table for the kitchen wall",
        Link = "The kelvin, defined",
        Film = "Mercury rising",
        Quiz = "The scale and you",
        Single = new("At which temperature does ice melt?", ["32 °C", "0 °C", "100 °C"], "0 °C"),
        Multiple = new("Which of these are **temperature scales**?", ["Kelvin", "Joule", "Fahrenheit", "Pascal"], "Kelvin", "Fahrenheit"),
        TrueFalse = new("Water boils at a lower temperature on a high mountain.", [], "true"),
        Short = new("Whose scale begins at absolute zero?", ["Kelvin", "Lord Kelvin"], "kelvin"),
        Number = new("How much is $C = 20$ in degrees Fahrenheit?", [], "68"),
    };

    private static readonly Script Arabic = new()
    {
        Language = "ar",
        School = "مدرسة الميناء المسائية",
        Zone = "Africa/Cairo",
        Administrator = "سلمى النجار",
        Instructor = ("كريم", "الحداد"),
        Learner = ("ليلى", "عبد الرحمن الخطيب"),
        Course = "قياس الحرارة",
        Category = "الفيزياء",
        Summary = "ماذا يُظهر ميزان الحرارة حقًا، وكيف نحسب به.",
        Units = ["الأداة", "ما تعلّمته"],
        Reading = "كيف يُصنع المقياس",
        Body = """
            يحتاج المقياس إلى **نقطتين ثابتتين**. اختار سيلسيوس انصهار الجليد وغليان الماء.

            $$F = \frac{9}{5}\,C + 32$$

            إذن $C = 100$ تساوي $F = 212$.

            ```python
            def fahrenheit(celsius):
                return celsius * 9 / 5 + 32
            ```
            """,
        Handout = "جدول لجدار المطبخ",
        Link = "تعريف الكلفن",
        Film = "الزئبق يصعد",
        Quiz = "أنت والمقياس",
        Single = new("عند أي درجة ينصهر الجليد؟", ["32 مئوية", "0 مئوية", "100 مئوية"], "0 مئوية"),
        Multiple = new("أيّ مما يلي **مقياس حرارة**؟", ["كلفن", "جول", "فهرنهايت", "باسكال"], "كلفن", "فهرنهايت"),
        TrueFalse = new("يغلي الماء على الجبل العالي عند درجة أقل.", [], "true"),
        Short = new("مقياس مَن يبدأ من الصفر المطلق؟", ["كلفن", "اللورد كلفن"], "كلفن"),
        Number = new("كم تساوي $C = 20$ بدرجات فهرنهايت؟", [], "٦٨"),
    };
}
