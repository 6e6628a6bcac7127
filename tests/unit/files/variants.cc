// One table in many writings: formats, separators, decimal marks, thousands, quotes, encodings, line ends,
// orders. Each is read to its values or refused with a message that names the file; none is read wrongly.
#include "solver/config/located.h"
#include "solver/files/import_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <string>
#include <vector>

namespace {

using namespace earshot;

struct Row {
  double frequency, magnitude, degrees;
};
const std::vector<Row> rows{
    {31.5, 9.75, 14.25}, {90.25, 33.5, -2.75}, {1250.5, 7.25, -11.5}, {12500.5, 24.125, 40}};

/// How a table is written.
struct Style {
  std::string separator;
  char decimal = '.';
  std::string thousands;
  bool quoted = false;
  std::string heading, encoding = "utf-8", line_end = "\n";
  bool falls = false;
};

std::string number(double value, const Style &style) {
  char text[40];
  std::snprintf(text, sizeof text, "%g", value);
  std::string plain = text, whole = plain.substr(0, plain.find('.'));
  const std::string rest = plain.find('.') == std::string::npos ? "" : plain.substr(plain.find('.') + 1);
  const std::size_t digits = whole.size() - (whole[0] == '-' ? 1 : 0);
  if (digits > 3)
    whole.insert(whole.size() - 3, style.thousands);
  const std::string written = rest.empty() ? whole : whole + style.decimal + rest;
  return style.quoted ? "\"" + written + "\"" : written;
}

std::string encoded(const std::string &text, const std::string &encoding) {
  if (encoding == "utf-8 with mark")
    return "\xEF\xBB\xBF" + text;
  if (encoding.rfind("utf-16", 0) != 0)
    return text;
  const bool big = encoding == "utf-16 be";
  std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) {
    bytes += big ? '\0' : c;
    bytes += big ? c : '\0';
  }
  return bytes;
}

std::string written(const Style &style) {
  std::string text = style.heading.empty() ? "" : style.heading + style.line_end;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Row &row = rows[style.falls ? rows.size() - 1 - k : k];
    text += number(row.frequency, style) + style.separator + number(row.magnitude, style) + style.separator +
            number(row.degrees, style) + style.line_end;
  }
  return encoded(text, style.encoding);
}

enum class Result { right, refused, wrong };

Result read(const std::string &bytes, const std::string &file) {
  try {
    const ImportedImpedance impedance = parse_impedance(bytes, file);
    if (impedance.quantity != TableQuantity::electrical || impedance.curve.values.size() != rows.size())
      return Result::wrong;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const auto expected = std::polar(rows[k].magnitude, rows[k].degrees * std::numbers::pi / 180);
      if (std::abs(impedance.curve.frequency_hz[k] - rows[k].frequency) > 1e-9 * rows[k].frequency ||
          std::abs(impedance.curve.values[k] - expected) > 1e-9 * std::abs(expected))
        return Result::wrong;
    }
    return Result::right;
  } catch (const UserError &error) {
    EXPECT_EQ(std::string(error.what()).rfind(file, 0), 0U) << error.what();
    return Result::refused;
  }
}

std::string shown(const Style &s, const std::string &file) {
  return file + ": separator \"" + s.separator + "\", decimal " + s.decimal + ", thousands \"" + s.thousands +
         "\", heading \"" + s.heading + "\", " + s.encoding + (s.quoted ? ", quoted" : "") +
         (s.falls ? ", falling" : "") + "\n" + written(s);
}

/// Headings in the table's own separator.
std::vector<std::string> headings(const std::string &separator) {
  std::vector<std::string> all{""};
  for (const auto &titles : {std::vector<std::string>{"Freq(Hz)", "Z(Ohms)", "Phase(degrees)"},
                             {"* Freq(Hz)", "Z(Ohms)", "Phase(degrees)"},
                             {"frequency_hz", "magnitude_ohm", "phase_deg"}})
    all.push_back(titles[0] + separator + titles[1] + separator + titles[2]);
  return all;
}

TEST(Variants, OfOneTableAreReadRightOrRefused) {
  int right = 0, refused = 0;
  const auto judge = [&](const Style &style, const std::string &file, bool must_be_right) {
    const Result result = read(written(style), file);
    EXPECT_NE(result, Result::wrong) << shown(style, file);
    if (must_be_right) {
      EXPECT_EQ(result, Result::right) << shown(style, file);
    }
    ++(result == Result::right ? right : refused);
  };
  for (const std::string separator : {" ", "  ", "\t", ";", "; ", ",", ", "})
    for (const char decimal : {'.', ','})
      for (const std::string &heading : headings(separator))
        for (const std::string encoding : {"utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be"})
          for (const bool quoted : {false, true}) {
            Style style{
                separator, decimal, "", quoted, heading, encoding, encoding == "utf-8" ? "\n" : "\r\n",
                false};
            // Commas can't both part columns and mark decimals, unless quotes hold the numbers together.
            const bool told_apart = separator[0] != ',' || decimal == '.' || quoted || separator == ", ";
            judge(style, "a.zma", told_apart);
            style.falls = true;
            judge(style, "a.txt", told_apart);
          }
  std::printf("%d writings read right, %d refused\n", right, refused);
  EXPECT_GT(right, 150);
}

TEST(Variants, OfThousandsAreReadRightOrRefused) {
  int right = 0, refused = 0;
  for (const std::string separator : {" ", "\t", ";", ","})
    for (const char decimal : {'.', ','})
      for (const std::string thousands : {",", ".", "'", " ", "\xC2\xA0"})
        for (const std::string &heading : headings(separator))
          for (const bool quoted : {false, true}) {
            const Style style{separator, decimal, thousands, quoted, heading};
            if (thousands[0] == decimal)
              continue;
            const Result result = read(written(style), "a.zma");
            EXPECT_NE(result, Result::wrong) << shown(style, "a.zma");
            // Where blanks part both columns and thousands, titles don't tell how many columns there are.
            const bool blanks_twice = separator == " " && (thousands == " " || thousands == "\xC2\xA0");
            if (quoted && !heading.empty() && !blanks_twice) {
              EXPECT_EQ(result, Result::right) << shown(style, "a.zma");
            }
            ++(result == Result::right ? right : refused);
          }
  std::printf("%d writings of thousands read right, %d refused\n", right, refused);
  EXPECT_GT(right, 100);
}

/// Tables that mean something else than an impedance, or two things.
TEST(Variants, OfOtherMeaningsAreRefused) {
  const std::pair<const char *, const char *> cases[] = {
      {"a.zma", "1,234 8 0\n2,345 9 0\n"},
      {"a.zma", "1,234;8,125;0\n2,345;9,125;0\n"},
      {"a.txt", "Freq(Hz) SPL(dB) Phase(deg)\n30 71.5 20\n90 88.25 -15\n"},
      {"a.txt", "* SPL of a driver\n30 71.5 20\n90 88.25 -15\n"},
      {"a.frd", "30 71.5 20\n90 88.25 -15\n"},
      {"a.csv", "30,8,12\n90,30,-10\n"},
      {"a.csv", "frequency_hz,magnitude,phase\n30,8,12\n90,30,-10\n"},
      {"a.csv", "frequency_hz,magnitude_db,phase_deg\n30,8,12\n90,30,-10\n"},
      {"a.csv", "frequency_hz,resistance_ohm\n30,8\n90,30\n"},
      {"a.csv", "frequency_hz,resistance_ohm,reactance_pa_s_m3\n30,8,1\n90,30,1\n"},
      {"a.csv", "frequency_hz,magnitude_ohm,magnitude_ohm,phase_deg\n30,8,8,1\n90,30,8,1\n"},
      {"a.csv", "frequency [m];Z [ohm];phase [degree]\n30;8;1\n90;30;1\n"},
      {"a.csv", "frequency_hz,magnitude_ohm,phase_s\n30,8,1\n90,30,1\n"},
      {"a.zma", "30 8 12\n90 -30 -10\n"},
      {"a.zma", "-30 8 12\n90 30 -10\n"},
      {"a.zma", "30 8 12\n90 30\n"},
      {"a.zma", "30 8 12 4\n90 30 1 1\n"},
      {"a.zma", "30 8 12\n30 9 12\n"},
      {"a.zma", "30 8 12\n90 8 12\n60 8 12\n"},
      {"a.zma", "30 8 nan\n90 8 12\n"},
      {"a.zma", "30 8 12\ninf 8 12\n"},
      {"a.zma", "30 8 1e999\n90 8 12\n"},
      {"a.zma", "30 8 12\nFreq Z Phase\n30 8 12\n"},
      {"a.zma", "30 8.5 12\n90 8,5 12\n"},
      {"a.zma", "31,5,9,75,14,25\n90,25,33,5,-2,75\n"},
      {"a.zma", "1.2.3 8 12\n90 30 -10\n"},
      {"a.zma", "0 6 0\n"},
      {"a.zma", "only words\n"},
      {"a.zma", ""},
      {"a.zma", "30\n90\n"}};
  for (const auto &[file, text] : cases)
    EXPECT_THROW(parse_impedance(text, file), UserError) << text;
  EXPECT_THROW(parse_impedance(std::string("30\0 8 12\n", 9), "a.zma"), UserError);
  EXPECT_THROW(parse_frd("20,5,94\n30,5,95\n", "a.frd"), UserError)
      << "20.5 Hz, 94 dB or 20 Hz, 5 dB, 94 degrees";
}

// What this program writes, in its own layouts, to the last digit.
TEST(Variants, OwnFilesReadBack) {
  const std::string frd =
      "* a: sound pressure at the eardrum, source 1 V RMS\n* Freq(Hz)\tSPL(dB)\tPhase(degrees)\n"
      "20.000000\t120.123456\t-12.3457\n1000.123457\t-99.000001\t179.9999\n";
  const ImportedCurve levels = parse_frd(frd, "a.frd");
  EXPECT_EQ(levels.frequency_hz, (std::vector<double>{20, 1000.123457}));
  EXPECT_NEAR(20 * std::log10(std::abs(levels.values[1])), -99.000001, 1e-12);
  EXPECT_NEAR(std::arg(levels.values[0]) * 180 / std::numbers::pi, -12.3457, 1e-12);
  const std::string zma = "* a: impedance at the plug\n* Freq(Hz)\tZ(Ohms)\tPhase(degrees)\n"
                          "20.000000\t16.123456\t1.5000\n1000.000000\t33.000001\t-45.1234\n";
  const ImportedCurve impedance = parse_impedance(zma, "a.zma").curve;
  EXPECT_NEAR(std::abs(impedance.values[1]), 33.000001, 1e-13);
  const std::string csv =
      "frequency_hz,magnitude_ohm,phase_deg\n20,16.1234567,1.5\n1000,33.0000012,-45.1234\n";
  EXPECT_NEAR(std::abs(parse_impedance(csv, "impedance.csv").curve.values[1]), 33.0000012, 1e-13);
}

} // namespace
