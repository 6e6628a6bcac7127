#include "solver/app/run_mesh.h"

#include "solver/analysis/adaptive_mesh.h"
#include "solver/app/kept_model.h"
#include "solver/app/report.h"
#include "solver/model/cost.h"
#include "solver/model/prepare.h"
#include "solver/motor/planar_motor.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/interrupt.h"

#include <fmt/format.h>

namespace earshot {

namespace {

/// Refined until it is as accurate as the case asks.
std::shared_ptr<const AirMesh> accurate_mesh(Session &session, const std::vector<ComputedMotor> &motors,
                                             double available) {
  const Case &config = session.config();
  int number = 0;
  const Interrupt interrupt;
  const auto tell = [&](const MeshRound &round) {
    session.log().info("{}", describe(round, ++number));
    if (interrupt.requested(session.communicator()))
      throw Stopped("stopped while the mesh was refined; nothing is kept of that");
  };
  const AdaptedMesh adapted =
      adapt_mesh(with_motors(config, motors), session.communicator(), available, tell);
  if (!adapted.ended.empty())
    session.warn(fmt::format("the mesh's error is {:.2g} dB at {}, expected {:g} dB: {}",
                             adapted.last.error_db, frequency_text(adapted.last.frequency),
                             config.mesh.accuracy->value, adapted.ended));
  return adapted.mesh;
}

} // namespace

std::vector<ComputedMotor> make_motors(Session &session) {
  session.start("motors");
  std::vector<ComputedMotor> motors = compute_motors(session.config(), session.communicator());
  for (const ComputedMotor &motor : motors)
    session.log().info("{}", describe_motor(motor));
  for (const std::string &text : describe_planar_motors(session.config()))
    session.log().info("{}", text);
  session.warn_of(motors);
  return motors;
}

std::shared_ptr<const AirMesh> make_mesh(Session &session, const std::vector<ComputedMotor> &motors,
                                         double available) {
  const Case &config = session.config();
  const double sound_speed = air_properties(config).sound_speed;
  const MeshForecast forecast = forecast_mesh(config);
  require_mesh(forecast, forecast.solution, available, session.options().force, session.warner());
  const auto mesh = config.mesh.accuracy ? accurate_mesh(session, motors, available)
                                         : prepare_mesh(config, session.communicator());
  session.log().info("{}", describe_mesh(*mesh, config, sound_speed));
  if (!session.options().save_model.empty())
    require_mesh_that_follows(config, *mesh);
  if (const auto coarse = resolution_warning(*mesh, config, sound_speed))
    session.warn(*coarse);
  return mesh;
}

} // namespace earshot
