// Formulas over the frequency against the same in C++, and what is said of those that are none.
#include "solver/circuit/formula.h"

#include <gtest/gtest.h>

#include <functional>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;
using Complex = std::complex<double>;
constexpr Complex i_unit(0, 1);

std::string complaint(const std::string &text) {
  try {
    FrequencyFormula(text, {})(1.0);
  } catch (const std::invalid_argument &error) {
    return error.what();
  }
  return "nothing";
}

// The power of a complex number goes through its logarithm: rounding of a few digits.
TEST(FrequencyFormula, IsTheSameInTextAndInCode) {
  const std::pair<const char *, std::function<Complex(double)>> pairs[] = {
      {"i * omega * mass", [](double w) { return i_unit * w * 3.0; }},
      {"omega / (2 * pi) - f", [](double) { return 0.0; }},
      {"cosh(sqrt(i * omega) * 0.1)", [](double w) { return std::cosh(std::sqrt(i_unit * w) * 0.1); }},
      {"sinh(0.3 + i) / tanh(1 - i)",
       [](double) { return std::sinh(0.3 + i_unit) / std::tanh(1.0 - i_unit); }},
      {"exp(-i * omega * 1e-3) * tan(1 + i)",
       [](double w) { return std::exp(-i_unit * w * 1e-3) * std::tan(1.0 + i_unit); }},
      {"(1 + i * f)^0.5 + ln(2 + i)",
       [](double w) {
         return std::sqrt(1.0 + i_unit * w / (2 * std::numbers::pi)) + std::log(2.0 + i_unit);
       }},
      {"abs(3 + 4 * i) + conj(2 - i) + real(1 + 2 * i) + imag(3 * i)",
       [](double) { return Complex(5 + 2 + 1 + 3, 1); }},
      {"f < 100 ? 1 : 2i", [](double w) { return w < 200 * std::numbers::pi ? 1.0 : 2.0 * i_unit; }}};
  for (const auto &[text, expected] : pairs) {
    const FrequencyFormula formula(text, {{"mass", 3.0}});
    for (const double omega : {1.0, 500.0, 1e5}) {
      const Complex value = expected(omega);
      EXPECT_LT(std::abs(formula(omega) - value), 1e-13 * (1 + std::abs(value))) << text << " at " << omega;
    }
  }
}

TEST(FrequencyFormula, CopiesKeepTheirOwnFrequency) {
  const FrequencyFormula one("omega", {});
  const FrequencyFormula other = one;
  EXPECT_EQ(one(3) + other(4) + one(5), 12.0);
}

TEST(FrequencyFormula, SaysWhatItCannotUnderstand) {
  EXPECT_EQ(complaint("2 * mess"),
            "\"2 * mess\": found the unknown name \"mess\", expected numbers, functions or "
            "one of omega, f, i, pi, e");
  EXPECT_EQ(complaint(""), "\"\": found nothing, expected a formula");
  EXPECT_EQ(complaint("sin(1"), "\"sin(1\": found the end at position 6, expected \")\"");
  EXPECT_EQ(complaint("1 + * 2"),
            "\"1 + * 2\": found \"*\" at position 5, expected a number, a name or \"(\"");
  EXPECT_EQ(complaint("omega = 3"),
            "\"omega = 3\": found \"=\" at position 7, expected an operator or the end");
  EXPECT_EQ(complaint("{1, 2}"), "\"{1, 2}\": found \"{\" at position 1, expected a number, a name or \"(\"");
  EXPECT_EQ(complaint("3 * sin + 1"),
            "\"3 * sin + 1\": found \"+\" at position 9, expected \"(\" behind sin");
  EXPECT_EQ(complaint("pow(2)"),
            "\"pow(2)\": found \")\" at position 6, expected \",\" and another argument");
  EXPECT_NE(
      complaint("sine(2)").find("found the unknown function \"sine\" at position 1, expected one of abs"),
      std::string::npos);
  EXPECT_EQ(complaint("1 / (omega - 1)"), "\"1 / (omega - 1)\" is not finite at 0.159155 Hz");
}

TEST(FrequencyFormula, PowersAndSigns) {
  const std::pair<const char *, double> pairs[] = {{"-2^2", -4},
                                                   {"2^-1", 0.5},
                                                   {"2^3^2", 512},
                                                   {"2**3", 8},
                                                   {"-(-3)", 3},
                                                   {"2 - -3", 5},
                                                   {"8/4/2", 1},
                                                   {"8 - 4 - 2", 2},
                                                   {"(-2)^3", -8},
                                                   {"1e-3*1e3", 1},
                                                   {"1 < 2", 1},
                                                   {"1 >= 2", 0},
                                                   {"3 == 3", 1},
                                                   {"min(3, 2)", 2},
                                                   {"0 ? 1 : 2 ? 3 : 4", 3},
                                                   {".5 + 5.", 5.5},
                                                   {"max(1, pow(2, 2))", 4},
                                                   {"log10(1000)", 3}};
  for (const auto &[text, expected] : pairs)
    EXPECT_LT(std::abs(FrequencyFormula(text, {})(1.0) - expected), 1e-14 * 512) << text;
}

// Texts that made an evaluator crash or hang: rubbish, long numbers, deep nesting, control characters.
TEST(FrequencyFormula, RubbishEndsInAMessage) {
  const std::string deep(5000, '('), signs(3000, '-'), digits(3000, '9');
  for (const std::string &text : {std::string("0\n#\n \n0and"),
                                  std::string("\x01\x02"),
                                  std::string("1\0 2", 4),
                                  deep,
                                  signs + "1",
                                  digits,
                                  "1e" + digits,
                                  std::string("0x"),
                                  std::string("1..2"),
                                  std::string("\xC2\xB5"),
                                  std::string("?:"),
                                  std::string("1?2"),
                                  std::string("((1)"),
                                  std::string(")"),
                                  std::string("sin()"),
                                  std::string("1 2"),
                                  std::string("a b"),
                                  std::string("1,2"),
                                  std::string(100, '^'),
                                  std::string("\"1\"")})
    EXPECT_NE(complaint(text), "nothing") << text.substr(0, 40);
  std::string sum = "1";
  for (int k = 0; k < 900; ++k)
    sum += " + 1";
  EXPECT_EQ(FrequencyFormula(sum, {})(1.0), 901.0) << "length is no nesting";
}

} // namespace
