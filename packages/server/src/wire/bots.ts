import { isbot } from 'isbot'

/** Who asks, as far as the `User-Agent` says. */
export type Caller = 'human' | 'unfurler' | 'crawler'

/**
 * Those who fetch a link to show it in a chat or a feed. Names that apps also put into their own browsers count at the
 * beginning only: "WhatsApp/2.24" asks for a preview, "Mozilla/5.0 (…) WhatsApp/2.24" is a friend reading.
 */
const unfurlers = new RegExp(
  [
    '^(?:WhatsApp|Viber|Signal|Tumblr|Trello|Mattermost|mattermost|Rocket\\.Chat|Lemmy|Pleroma|Akkoma|Friendica|Zulip|Threema)\\b',
    '^Snap URL Preview',
    '^Pinterest/[\\d.]+ \\(\\+',
    'facebookexternalhit|facebookcatalog|Facebot|meta-externalfetcher',
    'Twitterbot|LinkedInBot|Slackbot|Slack-ImgProxy|Discordbot|TelegramBot|redditbot|Pinterestbot|Applebot(?!-Extended)',
    'SkypeUriPreview|MicrosoftPreview|Google-PageRenderer|GoogleMessages|Iframely|Embedly|FlipboardProxy|Mastodon/|Misskey/|SummalyBot',
    'Bluesky|Cardyb|vkShare|OdklBot|kakaotalk-scrap|line-poker|XING-contenttabreceiver|Synapse \\(bot|ZaloBot|Nextcloud Server',
    'BitlyBot|Notionbot|Asana|BufferLinkPreview|redditunfurl|Quora Link Preview|SocialPreview|UnfurlBot|Qwantify-preview',
  ].join('|'),
)

/** Apps that open links in a browser of their own, and say so in a way that a list of bots may take for one. */
const inApp =
  /^Mozilla\/5\.0 \([^)]*(?:iPhone|iPad|Android|Macintosh|Windows NT)[^)]*\).*(?:\[FB|FBAN|FBAV|Instagram |BytedanceWebview|musical_ly|trill_|Snapchat|Pinterest\/|\[Pinterest|LinkedInApp|Twitter for|Line\/|KAKAOTALK|MicroMessenger|WhatsApp\/|Viber\/|GSA\/|Telegram-|Reddit\/|Slack\/|Discord\/|Teams\/)/

/**
 * Sorts a caller by its `User-Agent`. Whoever sends none is a crawler: every browser has one. Nobody is refused for it;
 * it decides about a cookie and a preview.
 */
export function callerOf(agent: string | null | undefined): Caller {
  const text = agent?.slice(0, 500)
  if (!text) return 'crawler'
  if (unfurlers.test(text)) return 'unfurler'
  if (inApp.test(text)) return 'human'
  return isbot(text) ? 'crawler' : 'human'
}

/**
 * Whether a crawler runs the script that asks: one that has a browser, or says what it is. What has neither is an app or
 * a server that speaks the wire. A headless Chrome without another name is taken for a person: owners test with it.
 */
export function isReadByCrawler(agent: string | null | undefined): boolean {
  const text = agent?.slice(0, 500).replace('HeadlessChrome/', 'Chrome/')
  if (!text || !/^(?:Mozilla|Opera)\/|bot\b|crawl|spider/i.test(text)) return false
  return callerOf(text) !== 'human'
}
