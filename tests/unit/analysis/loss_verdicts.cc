// What a run says of volumes whose losses are in doubt.
#include "solver/analysis/loss_error.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

LossDoubt doubt(const std::string &text) {
  return {"front", {}, {}, text};
}

Response response_with(std::vector<double> errors_db) {
  Response response;
  response.frequency_hz = {20, 200, 2000};
  response.loss_error_db = std::move(errors_db);
  return response;
}

TEST(LossVerdicts, WarnFromAFewHundredthsOfADecibel) {
  const auto heard = loss_verdicts({doubt("in doubt")}, response_with({0.01, 0.07, 0.02}));
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_TRUE(heard[0].is_heard);
  EXPECT_EQ(heard[0].text, "in doubt. At the eardrum that may be 0.07 dB, at 200 Hz");
  EXPECT_FALSE(loss_verdicts({doubt("in doubt")}, response_with({0.01, 0.04, 0.02}))[0].is_heard);
}

// Errors are of all volumes together.
TEST(LossVerdicts, DontSayOfOneWhatIsOfAll) {
  const auto verdicts = loss_verdicts({doubt("one"), doubt("other")}, response_with({0.2, 0.1, 0.1}));
  ASSERT_EQ(verdicts.size(), 2u);
  EXPECT_EQ(verdicts[1].text, "other. At the eardrum all such volumes together may be 0.2 dB, at 20 Hz");
}

TEST(LossVerdicts, WarnWhereNothingIsKnown) {
  const auto unknown = loss_verdicts({doubt("in doubt")}, response_with({}));
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_TRUE(unknown[0].is_heard);
  EXPECT_EQ(unknown[0].text, "in doubt");
}

} // namespace
} // namespace earshot
