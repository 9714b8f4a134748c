"""Jobs: what runs by itself, and when.

Every job is a sweep that finds its work in tables, so that one lost with its process is done at the next turn;
`connect.runtime.scheduler` remembers in a table when each last ran, so that a night missed is made up at start.
"""

from typing import Any

from celery.schedules import crontab

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The in-memory queue is looked at ten times a second: a job must reach open pages in well under a second.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"polling_interval": 0.1}
CELERY_BEAT_SCHEDULER = "connect.runtime.scheduler:RecordedScheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "connect.runtime.tasks.heartbeat", "schedule": 30.0},
    "publish-scheduled": {"task": "connect.runtime.tasks.publish_scheduled", "schedule": 60.0},
    "send-due": {
        "task": "connect.notifications.tasks.send_due",
        "schedule": 30.0,
        # One that could not begin before the next is of no use.
        "options": {"expires": 25.0},
    },
    "keep-drafts": {
        "task": "connect.coedit.tasks.keep_drafts",
        "schedule": 10.0,
        "options": {"expires": 9.0},
    },
    "fold-logs": {
        "task": "connect.coedit.tasks.fold_logs",
        "schedule": 60.0,
        "options": {"expires": 50.0},
    },
    "forget-old-notices": {
        "task": "connect.notifications.tasks.forget_old_notices",
        "schedule": crontab(hour="3", minute="30"),
    },
    "forget-reporters": {
        "task": "connect.offers.tasks.forget_reporters",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget-old-deeds": {
        "task": "connect.upkeep.tasks.forget_old_deeds",
        "schedule": crontab(hour="3", minute="25"),
    },
    "clear-sessions": {
        "task": "connect.runtime.tasks.clear_sessions",
        "schedule": crontab(hour="3", minute="10"),
    },
    "forget-ended-sessions": {
        "task": "connect.accounts.tasks.forget_ended_sessions",
        "schedule": crontab(hour="3", minute="15"),
    },
    "optimise-database": {
        "task": "connect.runtime.tasks.optimise_database",
        "schedule": crontab(hour="3", minute="40"),
    },
    "inspect-catalogue": {
        "task": "connect.offers.tasks.inspect_catalogue",
        "schedule": crontab(hour="3", minute="50"),
    },
    "inspect-edited-offers": {
        "task": "connect.offers.tasks.inspect_edited_offers",
        "schedule": 300.0,
    },
    "take-indicators": {
        "task": "connect.panorama.tasks.take_indicators",
        "schedule": crontab(hour="0", minute="20"),
    },
    "sync-links": {
        "task": "connect.links.tasks.sync_links",
        "schedule": crontab(hour="0", minute="50"),
    },
    "check-links": {
        "task": "connect.links.tasks.check_links",
        "schedule": crontab(hour="1-4", minute="15"),
    },
    "count-near-misses": {
        "task": "connect.orientation.tasks.count_near_misses",
        "schedule": 300.0,
    },
    "forget-old-searches": {
        "task": "connect.search.tasks.forget_old_searches",
        "schedule": crontab(hour="4", minute="15"),
    },
    "fold-visits": {
        "task": "connect.visits.tasks.fold_old_days",
        "schedule": crontab(hour="4", minute="25"),
    },
    "forget-group-invitations": {
        "task": "connect.groups.tasks.forget_old_invitations",
        "schedule": crontab(hour="4", minute="30"),
    },
    "erase-inquirers": {
        "task": "connect.orientation.tasks.erase_addresses",
        "schedule": crontab(hour="4", minute="5"),
    },
    "prepare-reminder": {
        "task": "connect.outreach.tasks.prepare_reminder",
        "schedule": crontab(day_of_month="1", hour="5", minute="10"),
    },
    "send-campaigns": {"task": "connect.outreach.tasks.send_campaigns", "schedule": 600.0},
    "follow-silence": {
        "task": "connect.outreach.tasks.follow_silence",
        "schedule": crontab(hour="8", minute="20"),
    },
    "forget-outreach": {
        "task": "connect.outreach.tasks.forget_outreach",
        "schedule": crontab(hour="4", minute="35"),
    },
    "forget-strangers": {
        "task": "connect.memberships.tasks.forget_strangers",
        "schedule": crontab(hour="4", minute="25"),
    },
    "purge-plans": {
        "task": "connect.orientation.tasks.purge_plans",
        "schedule": crontab(hour="4", minute="10"),
    },
}
# /readyz calls the jobs late once the heartbeat is older than this many seconds.
HEARTBEAT_LATE_AFTER = 120
