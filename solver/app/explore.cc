#include "solver/app/explore.h"

#include "solver/app/explorer.h"
#include "solver/app/refit.h"
#include "solver/config/located.h"
#include "solver/runtime/interrupt.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <random>
#include <thread>

namespace earshot {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::ordered_json;

constexpr std::size_t longest_body = 64 * 1024; ///< [bytes]; a hundred sliders take some 5 000

/// 128 bits that nobody guesses, from the system's source.
std::string random_token() {
  std::random_device source;
  std::string token;
  for (int k = 0; k < 4; ++k)
    token += fmt::format("{:08x}", source());
  return token;
}

/// An answer as it is. The library would compress it as well as it can, which takes longer than the sweep
/// itself and spares nothing on the way to the same machine.
void send(Response &response, std::string text, const char *type) {
  const std::size_t size = text.size();
  response.set_content_provider(
      size, type, [text = std::move(text)](std::size_t offset, std::size_t length, httplib::DataSink &sink) {
        return sink.write(text.data() + offset, length);
      });
}

constexpr const char *json_type = "application/json";

void refuse(Response &response, int status, const std::string &message) {
  response.status = status;
  send(response,
       ordered_json{{"error", message}}.dump(-1, ' ', false, ordered_json::error_handler_t::replace),
       json_type);
}

/// What a request asks for: {"values": {key: number, ...}, "points": count}. @throws UserError
struct Question {
  Explorer::Values values;
  int points = 0;
};

Question question_of(const std::string &body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object())
    throw UserError("expected a JSON object");
  Question question;
  if (const auto points = json.find("points"); points != json.end()) {
    if (!points->is_number_integer() || *points < 0 || *points > Explorer::most_points)
      throw UserError(fmt::format("points: expected a whole number from 0 to {}", Explorer::most_points));
    question.points = *points;
  }
  if (const auto values = json.find("values"); values != json.end()) {
    if (!values->is_object())
      throw UserError("values: expected an object");
    for (const auto &[key, value] : values->items()) {
      if (!value.is_number())
        throw UserError(fmt::format("values: expected a number for {}", key));
      question.values[key] = value;
    }
  }
  return question;
}

/// The one refit that may be going on, as the page asks for it and the main thread works on it.
class RefitDesk {
public:
  /// @return false while another one isn't done
  bool ask(Explorer::Values values) {
    const std::lock_guard lock(mutex_);
    if (busy_)
      return false;
    busy_ = true;
    waiting_ = std::move(values);
    text_ = error_ = "";
    return true;
  }
  std::optional<Explorer::Values> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, std::nullopt);
  }
  void tell(const std::string &text) {
    const std::lock_guard lock(mutex_);
    text_ = text;
  }
  /// @param error why there is no better model; empty: there is one
  void finish(const std::string &error) {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    error_ = error;
  }
  bool busy() const {
    const std::lock_guard lock(mutex_);
    return busy_;
  }
  ordered_json state() const {
    const std::lock_guard lock(mutex_);
    return {{"busy", busy_}, {"text", text_}, {"error", error_}};
  }

private:
  mutable std::mutex mutex_;
  bool busy_ = false;
  std::optional<Explorer::Values> waiting_;
  std::string text_, error_;
};

class ExplorerServer {
public:
  ExplorerServer(Explorer &explorer, std::string_view page)
      : explorer_(explorer), refit_(explorer.base()), page_(page), token_(random_token()) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(4); };
    server_.set_payload_max_length(longest_body);
    server_.set_keep_alive_max_count(1000);
    server_.set_tcp_nodelay(
        true); // else the body waits until the browser has acknowledged the head, up to 40 ms
    constexpr int patience_s = 5; // of a client that stops in the middle of its request
    server_.set_read_timeout(patience_s);
    server_.set_write_timeout(patience_s);
    server_.set_default_headers({{"Cache-Control", "no-store"},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"},
                                 {"X-Frame-Options", "DENY"}});
    server_.set_pre_routing_handler([this](const Request &request, Response &response) {
      if (is_trusted(request))
        return httplib::Server::HandlerResponse::Unhandled;
      refuse(response, 403, "not for you");
      return httplib::Server::HandlerResponse::Handled;
    });
    const std::string root = "/" + token_;
    server_.Get(root + "/", [this](const Request &, Response &response) {
      send(response, std::string(page_), "text/html; charset=utf-8");
    });
    server_.Get(root + "/model", [this](const Request &, Response &response) {
      send(response, explorer_.description().dump(), json_type);
    });
    answer(root + "/evaluate", json_type, [this](const Question &question) {
      return explorer_.evaluate(question.values, question.points).dump();
    });
    answer(root + "/isolation", json_type, [this](const Question &question) {
      return explorer_.isolation(question.values, question.points).dump();
    });
    answer(root + "/refit", json_type, [this](const Question &question) {
      explorer_.design(question.values); // what can't be fitted is told at once
      if (!desk_.ask(question.values))
        throw UserError("another design is being fitted");
      return desk_.state().dump();
    });
    server_.Get(root + "/refit", [this](const Request &, Response &response) {
      send(response, desk_.state().dump(), json_type);
    });
    answer(root + "/config", "application/toml",
           [this](const Question &question) { return explorer_.config(question.values); });
  }

  /// Until Ctrl-C. @throws UserError when the port can't be had
  void serve(int port) {
    const bool bound = port == 0 ? (port = server_.bind_to_any_port("127.0.0.1")) > 0
                                 : server_.bind_to_port("127.0.0.1", port);
    if (!bound)
      throw UserError(fmt::format("port {} of 127.0.0.1 can't be had", port));
    hosts_ = {fmt::format("127.0.0.1:{}", port), fmt::format("localhost:{}", port)};
    fmt::print("explorer: http://127.0.0.1:{}/{}/\nCtrl-C stops it\n", port, token_);
    std::fflush(stdout);
    const Interrupt interrupt;
    std::thread listening([this] { server_.listen_after_bind(); });
    while (!interrupt.requested(MPI_COMM_SELF)) {
      if (const auto values = desk_.take())
        refit(*values, interrupt);
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    server_.stop();
    listening.join();
  }

private:
  /// A page elsewhere can make a browser ask here; it gives itself away by host or origin.
  bool is_trusted(const Request &request) const {
    const std::string host = request.get_header_value("Host"), origin = request.get_header_value("Origin");
    const auto known = [&](const std::string &name) {
      return std::find(hosts_.begin(), hosts_.end(), name) != hosts_.end();
    };
    const std::string scheme = "http://";
    return known(host) &&
           (origin.empty() || (origin.rfind(scheme, 0) == 0 && known(origin.substr(scheme.size())))) &&
           request.path.rfind("/" + token_ + "/", 0) == 0;
  }

  void answer(const std::string &path, const char *type, std::function<std::string(const Question &)> work) {
    server_.Post(path, [this, type, work = std::move(work)](const Request &request, Response &response) {
      try {
        const Question question = question_of(request.body);
        if (explorer_.computes_motors() && desk_.busy())
          throw UserError("a case with computed motors is answered when the model is fitted");
        const std::lock_guard one_at_a_time(solving_);
        send(response, work(question), type);
      } catch (const UserError &error) {
        refuse(response, 422, error.what());
      } catch (const std::exception &error) {
        refuse(response, 500, error.what());
      }
    });
  }

  /// Finite elements are this thread's alone; the page is answered by the old model meanwhile.
  void refit(const Explorer::Values &values, const Interrupt &interrupt) {
    try {
      const Case design = [&] {
        const std::lock_guard one_at_a_time(solving_);
        return explorer_.design(values);
      }();
      std::optional<SavedModel> better = refit_.fit(
          design, [this](const std::string &text) { desk_.tell(text); },
          [&] { return !interrupt.requested(MPI_COMM_SELF); });
      if (better) {
        const std::lock_guard one_at_a_time(solving_);
        explorer_.replace_model(std::move(*better));
      }
      desk_.finish(better ? "" : "stopped");
    } catch (const std::exception &error) {
      desk_.finish(error.what());
    }
  }

  Explorer &explorer_;
  Refit refit_;
  RefitDesk desk_;
  std::string_view page_;
  std::string token_;
  std::vector<std::string> hosts_;
  std::mutex solving_;
  httplib::Server server_;
};

} // namespace

int explore(const std::string &model, int port, std::string_view page) {
  Explorer explorer(model);
  ExplorerServer(explorer, page).serve(port);
  return 0;
}

} // namespace earshot
