// SPDX-License-Identifier: Apache-2.0
// A unit to measure: fetches a list of feeds on QCoro, a few at a time, and keeps them in files.
#include <QCoro/QCoroIODevice>
#include <QCoro/QCoroNetworkReply>
#include <QCoro/QCoroProcess>
#include <QCoro/QCoroTask>
#include <QCoro/QCoroTimer>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

using namespace std::chrono_literals;

struct Feed {
  QUrl url;
  QString name;
  int failures = 0;
};

class Fetcher {
public:
  explicit Fetcher(const QDir &folder) : folder_(folder) {}

  QCoro::Task<QByteArray> get(const QUrl &url) {
    QNetworkRequest request(url);
    request.setTransferTimeout(10000);
    std::unique_ptr<QNetworkReply> reply(manager_.get(request));
    co_await *reply;
    if (reply->error() != QNetworkReply::NoError)
      throw std::runtime_error(reply->errorString().toStdString());
    QByteArray body;
    while (!reply->atEnd())
      body += co_await qCoro(*reply).read(64 * 1024);
    co_return body;
  }

  QCoro::Task<bool> store(Feed &feed) {
    try {
      const QByteArray body = co_await get(feed.url);
      const QByteArray digest = QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
      QFile file(folder_.filePath(feed.name + "-" + digest.left(8)));
      if (!file.open(QIODevice::WriteOnly))
        co_return false;
      file.write(body);
      feed.failures = 0;
      co_return true;
    } catch (const std::runtime_error &error) {
      qWarning("%s: %s", qPrintable(feed.name), error.what());
      ++feed.failures;
    }
    co_return false;
  }

  QCoro::Task<int> storeAll(std::vector<Feed> &feeds, std::size_t atOnce) {
    int stored = 0;
    std::deque<QCoro::Task<bool>> running;
    for (Feed &feed : feeds) {
      if (running.size() == atOnce) {
        stored += co_await std::move(running.front());
        running.pop_front();
      }
      running.push_back(store(feed));
    }
    for (auto &task : running)
      stored += co_await std::move(task);
    co_return stored;
  }

  QCoro::Task<int> compress() {
    QProcess gzip;
    co_await qCoro(gzip).start("gzip", QStringList{"-r", folder_.path()});
    co_await qCoro(gzip).waitForFinished(30s);
    co_return gzip.exitCode();
  }

private:
  QNetworkAccessManager manager_;
  QDir folder_;
};

static std::vector<Feed> readList(const QString &path) {
  QFile file(path);
  std::vector<Feed> feeds;
  if (file.open(QIODevice::ReadOnly))
    for (const QJsonValue &each : QJsonDocument::fromJson(file.readAll()).array())
      feeds.push_back({each.toObject()["url"].toString(), each.toObject()["name"].toString()});
  return feeds;
}

static QCoro::Task<> watch(QString list, QDir folder) {
  Fetcher fetcher(folder);
  QTimer every;
  every.start(15min);
  for (;;) {
    std::vector<Feed> feeds = readList(list);
    qInfo("%d of %zu stored", co_await fetcher.storeAll(feeds, 4), feeds.size());
    if (co_await fetcher.compress() != 0)
      qWarning("the feeds could not be compressed");
    co_await every;
  }
}

int main(int count, char **arguments) {
  QCoreApplication application(count, arguments);
  watch(application.arguments().value(1, "feeds.json"), QDir(application.arguments().value(2, ".")));
  return application.exec();
}
