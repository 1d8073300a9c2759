package levelingsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Standing implements [leveling.Store].
func (s *Store) Standing(ctx context.Context, m leveling.Member) (standing leveling.Standing, err error) {
	err = s.db.QueryRow(ctx, `SELECT xp, 1
		+ (SELECT count(*) FROM leveling_members WHERE guild_id = m.guild_id AND xp > m.xp)
		+ (SELECT count(*) FROM leveling_members WHERE guild_id = m.guild_id AND xp = m.xp AND user_id < m.user_id)
		FROM leveling_members m WHERE guild_id = ? AND user_id = ?`, m.Guild, m.User).Scan(&standing.XP, &standing.Place)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return leveling.Standing{}, fmt.Errorf("read standing: %w", err)
	}
	return standing, nil
}

// Experience implements [leveling.Store].
func (s *Store) Experience(ctx context.Context, guild snowflake.ID, users []snowflake.ID) (map[snowflake.ID]int64, error) {
	if len(users) == 0 {
		return nil, nil
	}
	args := []any{guild}
	for _, user := range users {
		args = append(args, user)
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(users)), ", ")
	rows, err := s.db.Query(ctx, "SELECT user_id, xp FROM leveling_members WHERE guild_id = ? AND user_id IN ("+marks+")", args...)
	if err != nil {
		return nil, fmt.Errorf("read experience: %w", err)
	}
	defer rows.Close()
	experience := make(map[snowflake.ID]int64, len(users))
	for rows.Next() {
		var user snowflake.ID
		var xp int64
		if err := rows.Scan(&user, &xp); err != nil {
			return nil, fmt.Errorf("read experience: %w", err)
		}
		experience[user] = xp
	}
	return experience, rows.Err()
}
