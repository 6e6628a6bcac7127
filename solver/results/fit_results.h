#ifndef EARSHOT_RESULTS_FIT_RESULTS_H
#define EARSHOT_RESULTS_FIT_RESULTS_H

#include <optional>
#include <string>
#include <vector>

/// What a fit answers, as plain numbers. Percentiles are of what is believed after the fit.
namespace earshot {

struct FittedParameter {
  std::string key, unit;
  std::string states;    ///< that it belongs to, joined by blanks; empty: all
  double start = 0;      ///< median before
  double best = 0;       ///< NaN for a number that no curve sees
  double low, mid, high; ///< 5, 50, 95 %; NaN likewise
  double remaining = 1;  ///< spread over that before
  bool determined = false;
  std::string note; ///< why it isn't determined, or that it lies at a bound
};

/// A combination of parameters, fixed by the data or not.
struct FitDirection {
  std::string kind; ///< "fixed", "weak", "unseen": of a singular direction; "invariance"
  double strength;  ///< what one spread of the prior does to the curves, over their errors
  std::string combination;
};

struct FitBand {
  double lowest_hz, highest_hz;
  double median_db; ///< of the residual's size
  double rms_db, largest_db, at_hz;
  double misfit;          ///< rms of the whitened residual: 1 where errors are as stated
  bool is_misfit = false; ///< larger than chance makes it once in 1000
};

struct FittedCurve {
  std::string state, quantity;
  double offset_db = 0;                                                         ///< of the measured level
  std::vector<double> frequency_hz, measured_db, start_db, fitted_db, sigma_db; ///< offset included
  std::vector<FitBand> bands;
};

struct PredictedBand {
  double lowest_hz, highest_hz;
  double half_width_db; ///< mean half of the band of 90 %
  bool determined = false;
  std::optional<double> rms_error_db, within; ///< where there is a measurement; share within the band
};

struct FitPrediction {
  std::string name;
  std::vector<double> frequency_hz, low_db, mid_db, high_db; ///< change of the level at 5, 50, 95 %
  std::vector<double> measured_db;                           ///< empty: none
  std::vector<PredictedBand> bands;
};

/// A measurement that could be made, by what it would leave open.
struct NextMeasurement {
  std::string what;
  double bits = 0;      ///< expected gain of information about the parameters
  double remaining = 1; ///< mean spread of the predictions over that of today; 1 without predictions
};

struct FitResults {
  std::vector<FittedParameter> parameters;
  std::vector<FitDirection> directions;
  std::vector<FittedCurve> curves;
  std::vector<FitPrediction> predictions;
  std::vector<NextMeasurement> next;
  double cost = 0;              ///< half the sum of squares
  int n_starts = 0, n_same = 0; ///< starts, and those that end at the same curves: within 0.05 dB rms
  double noise = 1;             ///< by which errors are larger than stated
  double effective_number = 0;  ///< directions that the data fix
  std::vector<std::string> warnings;
};

/// Ends of the bands that residuals are told in [Hz].
inline const std::vector<double> fit_bands{20, 100, 1000, 4000, 8000, 10000, 20000};

} // namespace earshot

#endif
