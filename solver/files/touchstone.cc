#include "solver/files/touchstone.h"

#include "solver/config/located.h"
#include "solver/files/number_marks.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <numbers>
#include <sstream>

namespace earshot {

namespace {

using Complex = std::complex<double>;
using Chain = std::array<Complex, 4>;

/// 11, 21, 12, 22.
struct Matrix {
  Complex m11, m21, m12, m22;
};

Chain chain_of_z(const Matrix &z) {
  return {z.m11 / z.m21, (z.m11 * z.m22 - z.m12 * z.m21) / z.m21, 1.0 / z.m21, z.m22 / z.m21};
}
Chain chain_of_y(const Matrix &y) {
  return {-y.m22 / y.m21, -1.0 / y.m21, -(y.m11 * y.m22 - y.m12 * y.m21) / y.m21, -y.m11 / y.m21};
}
/// V1 = h11 I1 + h12 V2, I2 = h21 I1 + h22 V2.
Chain chain_of_h(const Matrix &h) {
  return {-(h.m11 * h.m22 - h.m12 * h.m21) / h.m21, -h.m11 / h.m21, -h.m22 / h.m21, -1.0 / h.m21};
}
/// I1 = g11 V1 + g12 I2, V2 = g21 V1 + g22 I2.
Chain chain_of_g(const Matrix &g) {
  return {1.0 / g.m21, g.m22 / g.m21, g.m11 / g.m21, (g.m11 * g.m22 - g.m12 * g.m21) / g.m21};
}
/// Waves a = (V + R I) / (2 sqrt R), b = (V - R I) / (2 sqrt R) at each port.
Chain chain_of_s(const Matrix &s, double r1, double r2) {
  const Complex product = s.m12 * s.m21, twice = 2.0 * s.m21;
  const double same = std::sqrt(r1 / r2), mean = std::sqrt(r1 * r2);
  return {same * ((1.0 + s.m11) * (1.0 - s.m22) + product) / twice,
          mean * ((1.0 + s.m11) * (1.0 + s.m22) - product) / twice,
          ((1.0 - s.m11) * (1.0 - s.m22) - product) / (twice * mean),
          ((1.0 - s.m11) * (1.0 + s.m22) + product) / (twice * same)};
}

class TouchstoneReader {
public:
  /// @param ports 1 or 2
  TouchstoneReader(const std::string &file, std::size_t ports) : file_(file), n_ports_(ports) {}

  ImportedTwoPort two_port(const std::string &text) {
    read(text);
    return std::move(result_);
  }
  ImportedCurve impedance(const std::string &text) {
    read(text);
    return {std::move(result_.frequency_hz), std::move(impedance_), std::move(result_.notes)};
  }

private:
  void read(const std::string &text) {
    const std::vector<std::string> lines = lines_of(text);
    for (std::size_t k = 0; k < lines.size() && !ended_; ++k) {
      line_ = static_cast<int>(k) + 1;
      const std::string line = trimmed(lines[k].substr(0, lines[k].find('!')));
      if (line.empty())
        continue;
      if (in_information_ && lower_case(line).rfind("[end information]", 0) != 0)
        continue;
      if (line[0] == '[')
        read_keyword(line);
      else if (line[0] == '#')
        read_options(line.substr(1));
      else
        read_row(line);
    }
    finish();
  }

  [[noreturn]] void fail(const std::string &message) const {
    throw UserError({file_, line_, 1, ""}, message);
  }
  [[noreturn]] void fail_file(const std::string &message) const {
    throw UserError({file_, 0, 0, ""}, message);
  }

  double number(const std::string &word) const {
    const auto plain = plain_number(word, {'.', '\0'});
    const auto value = plain ? finite_number(*plain) : std::nullopt;
    if (!value)
      fail(fmt::format("found \"{}\", expected a number with a decimal point", excerpt(word)));
    return *value;
  }
  double resistance(const std::string &word) const {
    const double value = number(word);
    if (!(value > 0))
      fail(fmt::format("found the reference {:g} ohm, expected more than 0", value));
    return value;
  }

  void read_options(const std::string &text) {
    if (has_options_) // "option lines after the first are ignored"
      return;
    has_options_ = true;
    static const std::map<std::string, double> units{{"hz", 1}, {"khz", 1e3}, {"mhz", 1e6}, {"ghz", 1e9}};
    std::istringstream words(lower_case(text));
    for (std::string word; words >> word;) {
      if (units.count(word) != 0)
        hertz_ = units.at(word);
      else if (word.size() == 1 && std::string("syzhg").find(word) != std::string::npos)
        parameter_ = word[0];
      else if (word == "ri" || word == "ma" || word == "db")
        format_ = word;
      else if (word == "r" && words >> word)
        references_ = {resistance(word), resistance(word)};
      else
        fail(fmt::format("found '{}', expected an option line such as '# Hz S RI R 50'", excerpt(word)));
    }
  }

  void read_keyword(const std::string &line) {
    const std::size_t end = line.find(']');
    if (end == std::string::npos)
      fail(fmt::format("found \"{}\", expected a keyword in brackets", excerpt(line)));
    const std::string keyword = lower_case(line.substr(1, end - 1)),
                      argument = lower_case(trimmed(line.substr(end + 1)));
    const auto require = [&](bool holds, const char *expected) {
      if (!holds)
        fail(fmt::format("found [{}] \"{}\", expected {}", keyword, excerpt(argument), expected));
    };
    in_reference_ = false;
    if (keyword == "version") {
      require(argument == "2.0" || argument == "2.1", "2.0 or 2.1, or a file without [Version]");
      version_ = 2;
    } else if (keyword == "number of ports") {
      require(argument == std::to_string(n_ports_), n_ports_ == 1 ? "1" : "2");
    } else if (keyword == "two-port order" || keyword == "two-port data order") {
      require(argument == "12_21" || argument == "21_12", "12_21 or 21_12");
      order_ = argument;
    } else if (keyword == "reference") {
      references_.clear();
      in_reference_ = true;
      read_references(argument);
    } else if (keyword == "matrix format") {
      require(argument == "full" || argument == "lower" || argument == "upper", "full, lower or upper");
      is_full_ = argument == "full";
    } else if (keyword == "begin information" || keyword == "end information") {
      in_information_ = keyword == "begin information";
    } else if (keyword == "number of frequencies") {
      n_frequencies_ = number(argument);
    } else if (keyword == "number of noise frequencies") {
      number(argument);
    } else if (keyword == "network data") {
      in_network_data_ = true;
    } else if (keyword == "noise data") {
      in_network_data_ = false;
      note_noise();
    } else if (keyword == "end") {
      ended_ = true;
    } else {
      fail(fmt::format(
          "found [{}], expected a keyword of Touchstone 2.0 for one or two ports without mixed modes",
          excerpt(keyword)));
    }
    if (version_ == 0)
      fail(fmt::format("found [{}] without [Version] 2.0 before it", keyword));
  }

  void read_references(const std::string &text) {
    std::istringstream words(text);
    for (std::string word; words >> word;)
      references_.push_back(resistance(word));
    if (references_.size() > n_ports_)
      fail(fmt::format("found more than {} under [Reference], expected one for each port",
                       n_ports_ == 1 ? "one resistance" : "two resistances"));
  }

  void note_noise() {
    if (!noise_)
      result_.notes.push_back(fmt::format("{}:{}: rows of noise parameters are left out", file_, line_));
    noise_ = true;
  }

  void read_row(const std::string &line) {
    if (in_reference_ && references_.size() < n_ports_)
      return read_references(line);
    if (!has_options_)
      fail("found numbers before the option line, expected one such as '# Hz S RI R 50'");
    if (version_ == 2 && !in_network_data_) {
      if (!noise_)
        fail("found numbers before [Network Data]");
      return;
    }
    std::vector<double> row;
    std::istringstream words(line);
    for (std::string word; words >> word;)
      row.push_back(number(word));
    const double frequency = hertz_ * row[0];
    const bool rises = result_.frequency_hz.empty() || frequency > result_.frequency_hz.back();
    if (noise_ || (n_ports_ == 2 && row.size() == 5 && !rises &&
                   version_ == 0)) // version 1: noise begins where frequencies fall
      return note_noise();
    const std::size_t expected = n_ports_ == 1 ? 3 : is_full_ ? 9 : 7;
    if (row.size() != expected)
      fail(fmt::format("found {} numbers, expected {}: a frequency and the entries of a {}", row.size(),
                       expected, n_ports_ == 1 ? "one-port" : "two-port"));
    if (frequency < 0 || !rises)
      fail(fmt::format("found {:g} Hz after {:g} Hz, expected rising frequencies", frequency,
                       result_.frequency_hz.empty() ? 0.0 : result_.frequency_hz.back()));
    if (frequency == 0) {
      result_.notes.push_back(fmt::format("{}:{}: the row at 0 Hz is left out", file_, line_));
      return;
    }
    add(frequency, row);
  }

  void add(double frequency, const std::vector<double> &row) {
    const auto entry = [&](std::size_t k) {
      const double x = row[2 * k + 1], y = row[2 * k + 2];
      if (format_ == "ri")
        return Complex(x, y);
      return (format_ == "db" ? std::pow(10, x / 20) : x) * std::polar(1.0, y * std::numbers::pi / 180);
    };
    if (n_ports_ == 1) {
      result_.frequency_hz.push_back(frequency);
      impedance_.push_back(one_port(entry(0)));
      return;
    }
    Matrix m{entry(0), entry(1), entry(is_full_ ? 2 : 1), entry(is_full_ ? 3 : 2)};
    if (order_ == "12_21")
      std::swap(m.m21, m.m12);
    if (m.m21 == 0.0)
      fail("the two-port transmits nothing");
    result_.frequency_hz.push_back(frequency);
    result_.chain.push_back(chain(m));
  }

  Complex one_port(Complex entry) const {
    const double reference = references_.front(), r = version_ == 2 ? 1 : reference;
    if (parameter_ == 'h' || parameter_ == 'g')
      fail(fmt::format("found {} parameters of a one-port, expected S, Z or Y", parameter_));
    const Complex z = parameter_ == 's'   ? reference * (1.0 + entry) / (1.0 - entry)
                      : parameter_ == 'z' ? r * entry
                                          : r / entry;
    if (!std::isfinite(z.real()) || !std::isfinite(z.imag()))
      fail("found an impedance that is not finite");
    return z;
  }

  Chain chain(Matrix m) const {
    const double r1 = references_.front(), r2 = references_.back(), r = version_ == 2 ? 1 : r1;
    switch (parameter_) {
    case 's':
      return chain_of_s(m, r1, r2);
    case 'z':
      return chain_of_z({m.m11 * r, m.m21 * r, m.m12 * r, m.m22 * r});
    case 'y':
      return chain_of_y({m.m11 / r, m.m21 / r, m.m12 / r, m.m22 / r});
    case 'h':
      return chain_of_h({m.m11 * r, m.m21, m.m12, m.m22 / r});
    default:
      return chain_of_g({m.m11 / r, m.m21, m.m12, m.m22 * r});
    }
  }

  void finish() const {
    if (!has_options_)
      fail_file("missing, expected an option line such as '# Hz S RI R 50'");
    if (result_.frequency_hz.empty())
      fail_file("has no rows of numbers, expected some");
    if (version_ == 2 && n_ports_ == 2 && order_.empty())
      fail_file("missing, expected [Two-Port Data Order] 12_21 or 21_12");
    const auto found = result_.frequency_hz.size();
    if (n_frequencies_ > 0 && !noise_ && n_frequencies_ != static_cast<double>(found) &&
        result_.notes.empty())
      fail_file(
          fmt::format("found {} rows, expected {:g} by [Number of Frequencies]", found, n_frequencies_));
  }

  std::string file_;
  std::size_t n_ports_;
  int line_ = 0, version_ = 0; ///< 0: 1.0 or 1.1, which don't say it
  double hertz_ = 1e9, n_frequencies_ = 0;
  char parameter_ = 's';
  std::string format_ = "ma", order_;
  std::vector<double> references_{50, 50};
  bool has_options_ = false, is_full_ = true, in_reference_ = false, in_information_ = false;
  bool in_network_data_ = false, noise_ = false, ended_ = false;
  ImportedTwoPort result_{TableQuantity::electrical, {}, {}, {}};
  std::vector<Complex> impedance_; ///< of a one-port
};

} // namespace

ImportedTwoPort parse_touchstone(const std::string &bytes, const std::string &file) {
  return TouchstoneReader(file, 2).two_port(decoded_text(bytes, file));
}

ImportedImpedance parse_one_port(const std::string &bytes, const std::string &file) {
  return {TableQuantity::electrical, TouchstoneReader(file, 1).impedance(decoded_text(bytes, file))};
}

std::string one_port_text(std::span<const double> frequency_hz, std::span<const Complex> impedance,
                          const std::string &comment) {
  std::string text = fmt::format("! {}\n# Hz Z RI R 1\n", comment);
  for (std::size_t k = 0; k < frequency_hz.size(); ++k)
    if (std::isfinite(impedance[k].real()) && std::isfinite(impedance[k].imag()))
      text +=
          fmt::format("{:.9g} {:.9g} {:.9g}\n", frequency_hz[k], impedance[k].real(), impedance[k].imag());
  return text;
}

} // namespace earshot
