/** The disk as a bar, and what takes how much of it as a table. */
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { Storage } from './queries'
import styles from './Storage.module.css'

type Kind = Storage['kinds'][number]

export function Usage({ storage }: { storage: Storage }) {
  const { t } = useTranslation('storage')
  const { bytes, percent } = useFormat()
  const { total, free, reserve, kinds } = storage
  const used = total - free
  const isShort = free < reserve
  const columns = [
    {
      title: t('kind'),
      render: (_: unknown, { kind }: Kind) => (
        <>
          {t(`kinds.${kind}`)}
          <span className={styles.hint}>{t(`hints.${kind}`)}</span>
        </>
      ),
    },
    {
      title: t('size'),
      align: 'right' as const,
      width: 120,
      render: (_: unknown, row: Kind) => <span className="mw-number">{bytes(row.bytes)}</span>,
    },
  ]
  return (
    <section className={`mw-card ${styles.usage}`}>
      <p className={styles.summary}>
        <b className="mw-number">{t('free', { free: bytes(free), total: bytes(total) })}</b>
        <span className={isShort ? styles.short : 'mw-muted'}>
          {t(isShort ? 'tooLittle' : 'reserve', { reserve: bytes(reserve) })}
        </span>
      </p>
      <div
        className={styles.bar}
        role="img"
        aria-label={t('used', { share: percent(used / total, 0) })}
        data-short={isShort}
      >
        <span style={{ width: `${(100 * used) / total}%` }} />
      </div>
      <Table rowKey="kind" size="middle" pagination={false} columns={columns} dataSource={kinds} />
    </section>
  )
}
